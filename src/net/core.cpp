#include "net/core.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <exception>

#include "telemetry/log.hpp"

namespace greeninfer::net {

namespace asio = boost::asio;

// Wakes the wheel at the time it asked for.
struct Core::WheelTimer {
    WheelTimer(asio::io_context& io, DeadlineWheel& wheel) : wheel_(wheel), timer_(io), work_(io.get_executor()) {
        wheel_.on_earlier([this](Moment when) { wait_until(when); });
    }

    void wait_until(Moment when) {
        timer_.expires_at(when);
        timer_.async_wait([this](const boost::system::error_code& error) {
            if (error) return;  // Set anew for an earlier time, or the core is going away.
            if (const auto next = wheel_.expire(wheel_.now())) wait_until(*next);
        });
    }

    DeadlineWheel& wheel_;
    asio::steady_timer timer_;
    asio::executor_work_guard<asio::io_context::executor_type> work_;
};

// The hint turns off Asio's locks around sockets: each socket is touched by the thread of its core alone.
Core::Core(Clock& clock)
    : clock_(clock),
      deadlines_(clock),
      io_(std::make_unique<asio::io_context>(BOOST_ASIO_CONCURRENCY_HINT_UNSAFE_IO)),
      timer_(std::make_unique<WheelTimer>(*io_, deadlines_)) {}

Core::~Core() = default;

void Core::run() {
    io_->run();
}

void Core::stop() {
    io_->stop();
}

void Core::post(std::move_only_function<void()> work) {
    asio::post(*io_, std::move(work));
}

asio::awaitable<std::string> Core::text_of(std::move_only_function<std::string()> work) {
    auto start = [this, &work](auto handler) {
        // The other core must not run out of work while its coroutine waits here.
        auto busy = asio::make_work_guard(asio::get_associated_executor(handler));
        post([work = std::move(work), busy, handler = std::move(handler)]() mutable {
            std::exception_ptr failure;
            std::string text;
            try {
                text = work();
            } catch (...) {
                failure = std::current_exception();
            }
            const auto caller = busy.get_executor();
            asio::post(caller, [failure, text = std::move(text), busy = std::move(busy),
                                handler = std::move(handler)]() mutable { handler(failure, std::move(text)); });
        });
    };
    co_return co_await asio::async_initiate<decltype(asio::use_awaitable), void(std::exception_ptr, std::string)>(
        start, asio::use_awaitable);
}

void Core::spawn(asio::awaitable<void> coroutine) {
    asio::co_spawn(*io_, std::move(coroutine), [](std::exception_ptr failure) {
        if (!failure) return;
        try {
            std::rethrow_exception(failure);
        } catch (const std::exception&) {
            // The text of an exception may quote what a peer sent, so only the fact is logged.
            telemetry::log_error("coroutine_failed");
        }
    });
}

asio::any_io_executor Core::executor() {
    return io_->get_executor();
}

}  // namespace greeninfer::net
