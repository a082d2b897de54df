#include "fleet/local_engine.hpp"

#include <fmt/format.h>
#include <sys/random.h>

#include <array>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>

#include "fleet/engine_command.hpp"
#include "fleet/engine_probe.hpp"
#include "telemetry/log.hpp"

namespace greeninfer::fleet {
namespace {

using boost::asio::awaitable;
using namespace boost::asio::experimental::awaitable_operators;
using telemetry::field, telemetry::log_error, telemetry::log_info, telemetry::log_warning, telemetry::LogText;

// From start to ready takes 0.5 to 2 seconds with the default model.
constexpr std::chrono::seconds kUsualStart{2};

std::shared_ptr<const config::Secret> random_key() {
    std::array<std::uint8_t, 32> bytes{};
    // Cannot fail or fall short for so few bytes once the system is up (getrandom(2)).
    while (getrandom(bytes.data(), bytes.size(), 0) != static_cast<ssize_t>(bytes.size())) continue;
    std::string text;
    for (const std::uint8_t byte : bytes) text += fmt::format("{:02x}", byte);
    return std::make_shared<const config::Secret>(text);
}

void log_what_was_thrown(std::exception_ptr thrown) {
    if (thrown != nullptr) log_error("engine_supervision_ended");
}

}  // namespace

std::string_view to_string(EngineState state) {
    constexpr std::array<std::string_view, 5> kNames = {"starting", "ready", "restarting", "failed", "stopped"};
    return kNames[static_cast<std::size_t>(state)];
}

LocalEngine::LocalEngine(boost::asio::any_io_executor executor, Clock& clock, EngineFiles files,
                         LocalEngineSettings settings, Listener listener, EngineTiming timing)
    : executor_(executor),
      clock_(clock),
      files_(std::move(files)),
      settings_(std::move(settings)),
      listener_(std::move(listener)),
      timing_(timing),
      api_key_(random_key()),
      child_(executor, clock, *this, timing_.supervision) {}

void LocalEngine::start() {
    boost::asio::co_spawn(executor_, child_.run(), log_what_was_thrown);
}

awaitable<void> LocalEngine::stop() {
    publish({.state = EngineState::stopped});
    stopping_ = true;
    co_await child_.stop();
    port_ = {};
}

Result<ChildCommand> LocalEngine::command() {
    TRY(port_, reserve_port());
    publish({.state = EngineState::starting, .retry_after = kUsualStart});
    return engine_command(files_, settings_, port_.number, api_key_->reveal());
}

awaitable<void> LocalEngine::watch() {
    if (!co_await becomes_ready()) {
        log_warning("engine_start_timeout", {field("start_timeout_seconds", settings_.start_timeout)});
        co_return;
    }
    child_.mark_healthy();
    log_info("engine_ready", {field("port", port_.number)});
    publish({.state = EngineState::ready, .port = port_.number});
    co_await until_unhealthy();
    log_warning("engine_unresponsive", {field("failures", timing_.health_failures)});
}

awaitable<bool> LocalEngine::becomes_ready() {
    const Moment limit = clock_.now() + settings_.start_timeout;
    while (!co_await answers()) {
        if (clock_.now() >= limit) co_return false;
        co_await clock_.sleep_for(timing_.start_poll);
    }
    co_return true;
}

awaitable<void> LocalEngine::until_unhealthy() {
    for (int failures = 0; failures < timing_.health_failures;) {
        co_await clock_.sleep_for(timing_.health_interval);
        failures = co_await answers() ? 0 : failures + 1;
    }
}

awaitable<bool> LocalEngine::answers() {
    const auto first = co_await (probe_engine(port_.number) || clock_.sleep_for(timing_.health_timeout));
    co_return first.index() == 0 && std::get<0>(first);
}

void LocalEngine::ended(const ChildEnd& end, std::chrono::nanoseconds delay) {
    starts_in_vain_ = status_.state == EngineState::ready ? 0 : starts_in_vain_ + 1;
    const bool failed = starts_in_vain_ >= timing_.failed_after;
    log_warning("engine_ended", {field("reason", end.reason), field("code", end.code),
                                 field("server_binary", LogText::from_configuration(files_.server_binary)),
                                 field("model_file", LogText::from_configuration(files_.model_file)),
                                 field("starts_in_vain", starts_in_vain_), field("next_start_seconds", delay)});
    publish({.state = failed ? EngineState::failed : EngineState::restarting,
             .retry_after = std::chrono::ceil<std::chrono::seconds>(delay) + kUsualStart});
}

void LocalEngine::publish(EngineStatus status) {
    if (stopping_) return;  // what the ending engine still does is of no interest
    status_ = status;
    if (listener_) listener_(status_);
}

}  // namespace greeninfer::fleet
