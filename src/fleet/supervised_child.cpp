#include "fleet/supervised_child.hpp"

#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace greeninfer::fleet {
namespace {

using boost::asio::awaitable;
using namespace boost::asio::experimental::awaitable_operators;

awaitable<void> until_cancelled(boost::asio::steady_timer& timer) {
    boost::system::error_code cancelled;
    co_await timer.async_wait(boost::asio::redirect_error(boost::asio::use_awaitable, cancelled));
}

}  // namespace

SupervisedChild::SupervisedChild(boost::asio::any_io_executor executor, Clock& clock, ChildProgram& program,
                                 const SupervisionSettings& settings)
    : clock_(clock),
      program_(program),
      settings_(settings),
      delay_(settings.restart, std::random_device()()),
      stop_timer_(executor, Moment::max()),
      ended_timer_(executor, Moment::max()) {}

awaitable<void> SupervisedChild::run() {
    running_ = true;
    while (!stopping_) {
        const ChildEnd end = co_await run_once();
        if (stopping_) break;
        const auto delay = delay_.next(healthy_time());
        healthy_since_.reset();
        program_.ended(end, delay);
        co_await (clock_.sleep_for(delay) || stop_requested());
    }
    running_ = false;
    ended_timer_.cancel();
}

awaitable<ChildEnd> SupervisedChild::run_once() {
    auto command = program_.command();
    if (!command) co_return ChildEnd{.reason = ChildEnd::Reason::not_started, .detail = command.error().detail};
    auto started = co_await ChildProcess::start(*std::move(command));
    if (!started) co_return ChildEnd{.reason = ChildEnd::Reason::not_started, .detail = started.error().detail};
    ++starts_;
    child_ = *std::move(started);
    const ChildEnd end = co_await run_until_its_end(*child_);
    ended_cpu_time_ += child_->cpu_time();
    child_.reset();
    co_return end;
}

awaitable<ChildEnd> SupervisedChild::run_until_its_end(ChildProcess& child) {
    const auto first = co_await (child.wait() || program_.watch() || stop_requested());
    if (first.index() == 0) co_return std::get<0>(first);
    co_await child.stop(clock_, settings_.stop_limit);
    co_return ChildEnd{.reason = ChildEnd::Reason::unresponsive};
}

awaitable<void> SupervisedChild::stop_requested() {
    if (!stopping_) co_await until_cancelled(stop_timer_);
}

awaitable<void> SupervisedChild::stop() {
    stopping_ = true;
    stop_timer_.cancel();
    if (running_) co_await until_cancelled(ended_timer_);
}

std::chrono::nanoseconds SupervisedChild::healthy_time() const {
    return healthy_since_ ? clock_.now() - *healthy_since_ : std::chrono::nanoseconds(0);
}

std::chrono::nanoseconds SupervisedChild::cpu_time() const {
    return ended_cpu_time_ + (child_ != nullptr ? child_->cpu_time() : std::chrono::nanoseconds(0));
}

}  // namespace greeninfer::fleet
