#include "testing/simulated_clock.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace greeninfer::testing {

namespace asio = boost::asio;

namespace {

void run_ready(asio::io_context& io) {
    io.restart();
    while (io.poll() > 0) {
    }
}

}  // namespace

asio::awaitable<void> SimulatedClock::sleep_until(Moment wake_up) {
    if (wake_up <= now_) co_return;
    auto timer = std::make_shared<asio::steady_timer>(co_await asio::this_coro::executor, Moment::max());
    const auto sleeper = sleepers_.emplace(wake_up, timer);
    boost::system::error_code woken_or_cancelled;  // advance() wakes a sleeper by cancelling its timer
    co_await timer->async_wait(asio::redirect_error(asio::use_awaitable, woken_or_cancelled));
    if (now_ >= wake_up) co_return;
    sleepers_.erase(sleeper);
    throw boost::system::system_error(asio::error::operation_aborted);
}

void SimulatedClock::advance(asio::io_context& io, std::chrono::nanoseconds time) {
    const Moment end = now_ + std::chrono::duration_cast<Moment::duration>(time);
    run_ready(io);
    while (!sleepers_.empty() && sleepers_.begin()->first <= end) {
        const auto next = sleepers_.extract(sleepers_.begin());
        now_ = std::max(now_, next.key());
        next.mapped()->cancel();
        run_ready(io);
    }
    now_ = end;
}

}  // namespace greeninfer::testing
