#pragma once
// The gateway from start to exit: one thread per serving core, and a control loop on the main thread that starts the
// local engine, checks endpoints, reloads the configuration and ends it all in good order.
//
// The control loop is a core of its own so that reading a configuration file never delays a request.
#include <atomic>
#include <filesystem>
#include <memory>
#include <optional>
#include <vector>

#include "app/exposition.hpp"
#include "app/generation_builder.hpp"
#include "app/serving_core.hpp"
#include "app/write_ban.hpp"
#include "energy/meter_bank.hpp"
#include "fleet/engine_poller.hpp"
#include "fleet/health_checker.hpp"
#include "fleet/kv_event_watch.hpp"
#include "fleet/local_engine.hpp"
#include "grid/refresher.hpp"
#include "net/web_client.hpp"
#include "pipeline/optimizer_child.hpp"
#include "telemetry/log.hpp"
#include "telemetry/runtime_metrics.hpp"

namespace greeninfer::app {

class RunningGateway {
public:
    RunningGateway(Clock& clock, Settings settings, std::vector<std::filesystem::path> files,
                   std::optional<WriteBan> zero_trust);
    ~RunningGateway();

    // Starts everything, or fails naming the setting that stands in the way.
    Result<void> start();
    // On the main thread, until SIGTERM or SIGINT; then drains. SIGHUP reloads.
    void run();

private:
    Result<void> check_ring() const;
    static void announce_environment_models(const Settings& settings);
    Result<void> start_engines();
    void start_optimizer();
    Result<void> start_cores(const TlsContexts& tls);
    void meter_engine();
    void on_engine_status(std::size_t replica, const fleet::EngineStatus& status);
    void watch_signals();
    boost::asio::awaitable<void> handle_signals();
    void reload();
    Result<void> swap_in(Settings settings);
    void warn_of_what_needs_a_restart(const Settings& settings) const;
    boost::asio::awaitable<void> shut_down();
    boost::asio::awaitable<bool> wait_for_zero(const std::atomic<std::size_t>& count, std::chrono::nanoseconds limit);
    std::string metrics();

    Settings settings_;
    std::vector<std::filesystem::path> files_;
    std::optional<WriteBan> zero_trust_;
    telemetry::LogSession log_;
    Shared shared_;
    telemetry::RuntimeMetrics runtime_;
    api::Service service_;
    PreviewExposition previews_;
    GenerationBuilder builder_;
    std::atomic<std::shared_ptr<const pipeline::Generation>> generation_;
    net::Core control_;
    struct Signals;
    std::shared_ptr<Signals> signals_;  // shared only because it is defined where signals are handled
    net::UpstreamClient control_client_;
    fleet::HealthChecker health_;
    net::WebClient web_;
    grid::Refresher refresher_;
    energy::MeterBank meters_;
    fleet::EnginePoller engines_;
    fleet::KvEventWatch kv_events_;
    fleet::Endpoints local_endpoints_;  // one for each of the engines
    std::vector<std::unique_ptr<fleet::LocalEngine>> engines_of_ours_;
    std::unique_ptr<pipeline::OptimizerChild> optimizer_;
    std::vector<std::unique_ptr<ServingCore>> cores_;
};

}  // namespace greeninfer::app
