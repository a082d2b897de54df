// What the control loop does between start and exit: reloads on SIGHUP, drains on SIGTERM and SIGINT.
#include <boost/asio/io_context.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <csignal>
#include <cstdlib>
#include <memory>

#include "app/running_gateway.hpp"

namespace greeninfer::app {

namespace {

using telemetry::field;
using telemetry::LogText;

}  // namespace

struct RunningGateway::Signals {
    explicit Signals(boost::asio::io_context& io) : set(io, SIGHUP, SIGTERM, SIGINT) {}
    boost::asio::signal_set set;
};

// Before anybody is told that the gateway listens: a SIGHUP that finds no handler ends the process.
void RunningGateway::watch_signals() {
    signals_ = std::make_shared<Signals>(control_.io());
    control_.spawn(handle_signals());
}

boost::asio::awaitable<void> RunningGateway::handle_signals() {
    for (;;) {
        const int signal = co_await signals_->set.async_wait(boost::asio::use_awaitable);
        if (signal != SIGHUP) break;
        reload();
    }
    signals_->set.cancel();
    std::signal(SIGTERM, SIG_DFL);  // A second one ends the process at once.
    std::signal(SIGINT, SIG_DFL);
    co_await shut_down();
    control_.stop();
}

void RunningGateway::reload() {
    auto settings = load_settings(files_);
    Result<void> swapped;
    if (!settings) {
        for (const config::Problem& problem : settings.error()) {
            telemetry::log_error("configuration_problem",
                                 {field("problem", LogText::from_configuration(to_string(problem)))});
        }
        swapped = fail(Fault::invalid_request, "the configuration has problems");
    } else {
        swapped = swap_in(*std::move(settings));
    }
    (swapped ? runtime_.reloads_accepted : runtime_.reloads_refused).add();
    if (swapped) {
        telemetry::log_info("reloaded", {field("generation", generation_.load()->number)});
    } else {
        telemetry::log_error("reload_refused", {field("reason", LogText::from_configuration(swapped.error().detail))});
    }
}

Result<void> RunningGateway::swap_in(Settings settings) {
    TRY(const net::TlsContext upstream_tls, net::make_upstream_tls(settings.upstream.ca_file));
    TRY(const net::TlsContext web_tls, net::make_upstream_tls(settings.grid.ca_file));
    meters_.apply(settings.meters);
    const auto built = builder_.build(settings);
    if (!built) {
        meters_.apply(settings_.meters);  // those of the generation that stays are still being read
        meters_.settle();
        return std::unexpected(built.error());
    }
    const auto& generation = *built;
    meters_.settle();
    warn_of_what_needs_a_restart(settings);
    announce_environment_models(settings);
    log_.set_level(settings.telemetry.log_level);
    log_.set_format(settings.telemetry.log_format);
    shared_.server.memory.set_limit(settings.server.memory_ceiling);
    shared_.optimizer.in_flight_max = settings.optimizer.queue;
    web_.apply(web_tls);
    refresher_.apply(settings.grid, generation->places, generation->grid_board);
    generation_ = generation;
    for (const auto& core : cores_) core->apply(generation, upstream_tls);
    control_client_.apply(settings.upstream, upstream_tls);
    health_.watch(generation->fleet->all(), settings.upstream.health);
    engines_.watch(generation->fleet->all());
    kv_events_.watch(generation->fleet->all());
    runtime_.configuration_generation.set(static_cast<std::int64_t>(generation->number));
    settings_ = std::move(settings);
    return {};
}

void RunningGateway::warn_of_what_needs_a_restart(const Settings& settings) const {
    const auto warn = [](bool changed, telemetry::LogName setting) {
        if (changed) telemetry::log_warning("setting_needs_restart", {field("setting", setting)});
    };
    warn(settings.server.listen != settings_.server.listen, "server_listen");
    warn(settings.server.threads != settings_.server.threads, "server_threads");
    warn(settings.telemetry.report_intervals != settings_.telemetry.report_intervals ||
             settings.telemetry.report_rows != settings_.telemetry.report_rows,
         "telemetry_report");
    warn(settings.enterprise.carbon_tracking.interval() != settings_.enterprise.carbon_tracking.interval(),
         "reporting_interval");
    warn(settings.enterprise.routing.index_memory_bytes != settings_.enterprise.routing.index_memory_bytes,
         "index_memory");
    warn(settings.server.tls.certificate != settings_.server.tls.certificate, "server_tls");
    warn(settings.security.zero_trust != settings_.security.zero_trust, "security_zero_trust");
    warn(settings.optimizer.model != settings_.optimizer.model ||
             settings.optimizer.threads != settings_.optimizer.threads ||
             settings.optimizer.wants_model() != settings_.optimizer.wants_model(),
         "optimizer");
    warn(settings.local_engine.model != settings_.local_engine.model ||
             settings.local_engine.slots != settings_.local_engine.slots ||
             settings.local_engine.replicas != settings_.local_engine.replicas ||
             settings.local_engine.context != settings_.local_engine.context ||
             settings.local_engine.meter != settings_.local_engine.meter ||
             settings.local_engine.watts_per_core != settings_.local_engine.watts_per_core ||
             settings.local_engine.enabled != settings_.local_engine.enabled,
         "local_engine");
}

// Nothing new is accepted; what runs may finish; what has not finished in time is cut off. Connections stay open until
// then, so that a load balancer that asks /ready on one of them is told.
boost::asio::awaitable<void> RunningGateway::shut_down() {
    telemetry::log_info("draining", {field("requests", shared_.load.in_flight.load())});
    shared_.load.draining = true;
    for (const auto& core : cores_) core->drain();
    const bool finished = co_await wait_for_zero(shared_.load.in_flight, settings_.server.drain_timeout);
    if (!finished) telemetry::log_warning("drain_timeout", {field("requests", shared_.load.in_flight.load())});
    for (const auto& core : cores_) finished ? core->close_idle() : core->kill();
    constexpr std::chrono::seconds kForConnectionsToClose{1};
    co_await wait_for_zero(shared_.server.connections, kForConnectionsToClose);
    for (const auto& core : cores_) core->kill();
    co_await wait_for_zero(shared_.server.connections, kForConnectionsToClose);
    health_.stop();
    refresher_.stop();
    meters_.stop();
    engines_.stop();
    kv_events_.stop();
    web_.stop();
    co_await health_.finished();
    co_await web_.finished();
    if (optimizer_) co_await optimizer_->stop();
    for (const auto& engine : engines_of_ours_) co_await engine->stop();
    telemetry::log_info("stopped");
    // What outlived being cut off still holds parts of the cores; they must not be taken apart under it.
    if (shared_.server.connections.load() > 0) std::quick_exit(EXIT_FAILURE);
}

boost::asio::awaitable<bool> RunningGateway::wait_for_zero(const std::atomic<std::size_t>& count,
                                                           std::chrono::nanoseconds limit) {
    constexpr std::chrono::milliseconds kStep{5};
    const Moment end = shared_.clock.now() + limit;
    while (count.load() > 0) {
        if (shared_.clock.now() >= end) co_return false;
        co_await shared_.clock.sleep_for(kStep);
    }
    co_return true;
}

}  // namespace greeninfer::app
