#pragma once
// The model server that the gateway runs itself: a llama-server child on a loopback port of this machine.
//
// It starts the engine, waits until its model is loaded, replaces it when it dies or no longer answers, and says at
// each change whether requests can be sent, where to, and if not, when to ask again. The port changes with each start,
// so that a dying engine cannot be mistaken for its successor. Only who knows its key may use the engine: every other
// user of the machine can connect to a loopback port.
// Lives on one core; calls its listener there.
#include <boost/asio/any_io_executor.hpp>
#include <functional>
#include <memory>
#include <optional>

#include "config/secret.hpp"
#include "fleet/engine_files.hpp"
#include "fleet/engine_settings.hpp"
#include "fleet/reserved_port.hpp"
#include "fleet/supervised_child.hpp"

namespace greeninfer::fleet {

enum class EngineState {
    starting,    // its model is being loaded
    ready,       // may be sent requests
    restarting,  // it died or was ended; the next start is near
    failed,      // several starts in a row came to nothing; it is still tried, less and less often
    stopped,     // not started yet, or stopped for good
};
std::string_view to_string(EngineState state);

struct EngineStatus {
    EngineState state = EngineState::stopped;
    std::uint16_t port = 0;  // on 127.0.0.1; 0 unless ready
    // When it may be ready, at the earliest; for retry-after. Absent when ready or stopped.
    std::optional<std::chrono::seconds> retry_after = {};
};

struct EngineTiming {
    std::chrono::milliseconds start_poll{50};
    std::chrono::milliseconds health_interval{2000};
    std::chrono::milliseconds health_timeout{5000};  // an engine at work on all cores may be slow to answer
    int health_failures = 3;                         // in a row: then it is replaced
    int failed_after = 5;                            // starts in a row that never became ready
    SupervisionSettings supervision = {};
};

class LocalEngine final : private ChildProgram {
public:
    using Listener = std::function<void(const EngineStatus&)>;

    LocalEngine(boost::asio::any_io_executor executor, Clock& clock, EngineFiles files, LocalEngineSettings settings,
                Listener listener, EngineTiming timing = {});

    // Returns at once; the listener hears of the rest.
    void start();
    // Ends the engine and returns when it is gone. Must be awaited before the end of a started engine.
    boost::asio::awaitable<void> stop();

    const EngineStatus& status() const { return status_; }
    // Send it as "authorization: Bearer <key>". The same for the life of this object.
    const std::shared_ptr<const config::Secret>& api_key() const { return api_key_; }
    // Of all engines so far.
    std::chrono::nanoseconds cpu_time() const { return child_.cpu_time(); }
    std::uint64_t starts() const { return child_.starts(); }
    pid_t pid_for_test() const { return child_.pid_for_test(); }

private:
    Result<ChildCommand> command() override;
    boost::asio::awaitable<void> watch() override;
    void ended(const ChildEnd& end, std::chrono::nanoseconds delay) override;

    boost::asio::awaitable<bool> becomes_ready();
    boost::asio::awaitable<void> until_unhealthy();
    boost::asio::awaitable<bool> answers();
    void publish(EngineStatus status);

    boost::asio::any_io_executor executor_;
    Clock& clock_;
    const EngineFiles files_;
    const LocalEngineSettings settings_;
    const Listener listener_;
    const EngineTiming timing_;
    const std::shared_ptr<const config::Secret> api_key_;
    ReservedPort port_;
    EngineStatus status_;
    int starts_in_vain_ = 0;
    bool stopping_ = false;
    SupervisedChild child_;
};

}  // namespace greeninfer::fleet
