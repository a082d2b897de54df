#pragma once
// All meters of the gateway and their ledgers, by the names that endpoints use.
//
// A reload that leaves a meter as it was must not restart it: what its ledger has learnt and the requests that are in
// it go on. So the bank outlives configurations. Changed on the control core, where the meters are read; ledgers and
// metrics may be asked for anywhere.
#include <map>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/web_fetch.hpp"
#include "energy/meter_poller.hpp"
#include "energy/meter_settings.hpp"
#include "telemetry/metrics_writer.hpp"

namespace greeninfer::energy {

class MeterBank {
public:
    // Runs a coroutine on the control core and logs what escapes it, as net::Core::spawn does.
    using Spawn = std::function<void(boost::asio::awaitable<void>)>;

    MeterBank(Spawn spawn, Clock& clock, WebFetch& web, ShareSink sink);
    ~MeterBank();
    MeterBank(const MeterBank&) = delete;
    MeterBank& operator=(const MeterBank&) = delete;

    // These are the configured meters from now on: those that are as before go on, others begin. Those that are
    // configured no longer are read until settle(), so that a configuration that fails can be taken back.
    void apply(std::span<const MeterSettings> settings);
    void settle();
    // A meter that no list describes: the local engine's. It stays.
    void add(std::string name, std::unique_ptr<Meter> meter, const MeterLimits& limits, const LedgerOptions& ledger);
    // No meter is read after this.
    void stop();

    // Null where there is no such meter. It may be kept for as long as a request runs.
    std::shared_ptr<WindowLedger> ledger(std::string_view name) const;
    void write(telemetry::MetricsWriter& writer) const;

private:
    struct Entry {
        std::optional<MeterSettings> settings;  // absent: added
        std::shared_ptr<MeterPoller> poller;
    };

    std::unique_ptr<Meter> make_meter(const MeterSettings& settings);
    void make_room(std::span<const MeterSettings> settings);
    std::optional<Entry> returning(const MeterSettings& settings);
    void begin(std::string name, Entry entry);

    const Spawn spawn_;
    Clock& clock_;
    WebFetch& web_;
    const ShareSink sink_;
    mutable std::mutex mutex_;
    std::map<std::string, Entry, std::less<>> meters_;
    std::vector<Entry> leaving_;
};

}  // namespace greeninfer::energy
