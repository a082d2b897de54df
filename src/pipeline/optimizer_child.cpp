#include "pipeline/optimizer_child.hpp"

#include <fmt/format.h>

#include "pipeline/optimizer_worker.hpp"
#include "telemetry/log.hpp"

namespace greeninfer::pipeline {

using boost::asio::awaitable;
using telemetry::field, telemetry::log_info, telemetry::log_warning, telemetry::LogText;

OptimizerChild::OptimizerChild(net::Core& core, const optimizer::OptimizerSettings& settings, OptimizerBoard& board,
                               OptimizerChildTiming timing, std::string program)
    : core_(core),
      settings_(settings),
      board_(board),
      timing_(timing),
      program_(std::move(program)),
      client_(
          core, [this](std::string_view) { answered_ = true; }, [] {}),
      child_(core.executor(), core.clock(), *this, timing_.supervision) {}

void OptimizerChild::start() {
    publish(OptimizerState::starting);
    core_.spawn(child_.run());
}

awaitable<void> OptimizerChild::stop() {
    publish(OptimizerState::disabled);
    stopping_ = true;
    co_await child_.stop();
    client_.close();
}

Result<fleet::ChildCommand> OptimizerChild::command() {
    address_ = std::make_shared<const net::FrameAddress>(net::random_frame_address("greeninfer-optimizer"));
    fleet::ChildCommand command{.program = program_};
    command.arguments = {"optimizer-worker",
                         "--socket",
                         address_->name,
                         "--queue",
                         fmt::to_string(settings_.queue),
                         "--threads",
                         fmt::to_string(settings_.threads)};
    if (!settings_.model.empty()) command.arguments.insert(command.arguments.end(), {"--model", settings_.model});
    command.environment = {fmt::format("{}={}", kOptimizerKeyVariable, address_->key->reveal()),
                           "GGML_NO_BACKTRACE=1"};  // or it would start a debugger where it aborts
    return command;
}

awaitable<void> OptimizerChild::watch() {
    if (!co_await becomes_ready()) {
        log_warning("optimizer_start_timeout", {field("start_timeout_seconds", timing_.start_timeout)});
        co_return;
    }
    child_.mark_healthy();
    starts_in_vain_ = 0;
    log_info("optimizer_loaded", {field("starts", child_.starts())});
    publish(OptimizerState::loaded);
    co_await until_unhealthy();
    log_warning("optimizer_unresponsive", {field("failures", timing_.health_failures)});
}

awaitable<bool> OptimizerChild::becomes_ready() {
    const Moment limit = core_.clock().now() + timing_.start_timeout;
    answered_ = false;
    while (core_.clock().now() < limit) {
        // It listens once the model is loaded.
        if (!client_.is_connected()) ask_whether_it_is_there();
        co_await core_.clock().sleep_for(timing_.start_poll);
        if (answered_) co_return true;
    }
    co_return false;
}

awaitable<void> OptimizerChild::until_unhealthy() {
    for (int failures = 0; failures < timing_.health_failures;) {
        ask_whether_it_is_there();
        co_await core_.clock().sleep_for(timing_.health_interval);
        failures = answered_ ? 0 : failures + 1;
    }
}

void OptimizerChild::ask_whether_it_is_there() {
    answered_ = false;
    if (!client_.is_connected() && !client_.connect(*address_)) return;
    client_.send({});
}

void OptimizerChild::ended(const fleet::ChildEnd& end, std::chrono::nanoseconds delay) {
    client_.close();
    const bool was_loaded = board_.state.load() == OptimizerState::loaded;
    starts_in_vain_ = was_loaded ? 0 : starts_in_vain_ + 1;
    log_warning("optimizer_ended",
                {field("reason", end.reason), field("code", end.code),
                 field("model", LogText::from_configuration(settings_.model.empty() ? "built-in" : settings_.model)),
                 field("starts_in_vain", starts_in_vain_), field("next_start_seconds", delay)});
    publish(starts_in_vain_ >= timing_.failed_after ? OptimizerState::failed : OptimizerState::starting);
}

void OptimizerChild::publish(OptimizerState state) {
    if (stopping_) return;  // what the ending process still does is of no interest
    board_.address = state == OptimizerState::loaded ? address_ : nullptr;
    board_.state = state;
}

}  // namespace greeninfer::pipeline
