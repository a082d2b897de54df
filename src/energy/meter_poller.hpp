#pragma once
// Reads one meter at its pace, believes what can be true, and closes a window of its ledger with each reading.
//
// A reading that does not come only makes the window longer, as counters forget nothing; after two minutes of silence
// the ledger goes on without, so that its slots are not used up. A refused reading loses its window. Both are counted,
// and logged when they begin and end. Lives on the control core; its counters may be read anywhere.
#include <array>
#include <functional>
#include <memory>

#include "energy/meter_guard.hpp"
#include "energy/window_ledger.hpp"
#include "telemetry/counter.hpp"

namespace greeninfer::energy {

// Hears of every window that was closed, on the control core; the shares are gone when it returns.
using ShareSink = std::function<void(const ClosedWindow&)>;

struct MeterLimits {
    Power tdp;              // of one device
    double host_share = 1;  // IT energy over what is counted
    std::chrono::milliseconds interval{10'000};
};

class MeterPoller {
public:
    static constexpr std::chrono::seconds kLongestSilence{120};

    MeterPoller(std::string name, std::unique_ptr<Meter> meter, const MeterLimits& limits, const LedgerOptions& ledger);

    const std::string& name() const { return name_; }
    const std::shared_ptr<WindowLedger>& ledger() const { return ledger_; }

    // One reading.
    boost::asio::awaitable<void> poll(Clock& clock, const ShareSink& sink);
    // Reads until it is told to stop, which takes effect at the next wake-up; `poller` keeps it alive.
    static boost::asio::awaitable<void> poll_for_ever(std::shared_ptr<MeterPoller> poller, Clock& clock,
                                                      ShareSink sink);
    void stop() { is_over_ = true; }

    // Any thread.
    std::uint64_t refusals(MeterRefusal reason) const { return refusals_[static_cast<std::size_t>(reason)].value(); }
    double it_energy_joules() const { return it_energy_joules_.value(); }
    double unallocated_joules() const { return unallocated_joules_.value(); }

private:
    void take(std::vector<DeviceCount> reading, Moment now, const ShareSink& sink);
    void close(const MeterGuard::Difference& difference, Moment now, const ShareSink& sink);
    void refuse(MeterRefusal reason, const std::string& detail);

    const std::string name_;
    const std::unique_ptr<Meter> meter_;
    const MeterLimits limits_;
    const std::shared_ptr<WindowLedger> ledger_;
    MeterGuard guard_;
    std::optional<Moment> last_window_;  // when the open window began
    bool is_refused_ = false;            // as last logged
    bool is_over_ = false;
    std::array<telemetry::Counter, kMeterRefusalNames.size()> refusals_;
    telemetry::Amount it_energy_joules_;
    telemetry::Amount unallocated_joules_;
};

}  // namespace greeninfer::energy
