#pragma once
// An io_context for tests with real processes: runs coroutines on it, and gives up instead of hanging.
//
// Shared by all tests of the program and never destroyed: the thread that forks may still be inside post() when the
// test that it worked for is over.
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>
#include <functional>
#include <stdexcept>

#include "base/clock.hpp"

namespace greeninfer::fleet {

class RunForTest {
public:
    static constexpr std::chrono::seconds kPatience{20};

    boost::asio::io_context& io() { return io_; }  // runs only within the two functions below
    SystemClock& clock() { return clock_; }

    // The coroutine's value. Throws when it is not there within kPatience.
    template <class Value>
    Value run(boost::asio::awaitable<Value> coroutine) {
        auto result = boost::asio::co_spawn(io_, std::move(coroutine), boost::asio::use_future);
        const Moment limit = clock_.now() + kPatience;
        io_.restart();
        while (result.wait_for(std::chrono::seconds(0)) != std::future_status::ready) {
            if (clock_.now() >= limit) throw std::runtime_error("the coroutine under test does not end");
            io_.run_one_for(std::chrono::milliseconds(100));
        }
        return result.get();
    }

    // Lets everything run until the condition holds; false when it does not within kPatience.
    bool run_until(std::function<bool()> condition) {
        const Moment limit = clock_.now() + kPatience;
        io_.restart();
        while (!condition()) {
            if (clock_.now() >= limit) return false;
            io_.run_one_for(std::chrono::milliseconds(10));
        }
        return true;
    }

private:
    static boost::asio::io_context& shared_io() {
        static auto& io = *new boost::asio::io_context;
        return io;
    }

    SystemClock clock_;
    boost::asio::io_context& io_ = shared_io();
};

}  // namespace greeninfer::fleet
