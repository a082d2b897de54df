#include "base/clock.hpp"

#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace greeninfer {

boost::asio::awaitable<void> SystemClock::sleep_until(Moment wake_up) {
    boost::asio::steady_timer timer(co_await boost::asio::this_coro::executor, wake_up);
    co_await timer.async_wait(boost::asio::use_awaitable);
}

}  // namespace greeninfer
