#pragma once
// A core that runs on a thread of its own, for tests that talk to it over real sockets.
//
// Whatever lives on the core is made, used and destroyed inside call(), so that the core's thread alone touches it.
#include <exception>
#include <future>
#include <thread>
#include <utility>

#include "base/clock.hpp"
#include "net/core.hpp"

namespace greeninfer::testing {

class CoreThread {
public:
    CoreThread() : core_(clock_), thread_([this] { core_.run(); }) {}
    ~CoreThread() {
        core_.stop();
        thread_.join();
    }
    CoreThread(const CoreThread&) = delete;
    CoreThread& operator=(const CoreThread&) = delete;

    net::Core& core() { return core_; }

    // Runs `work` on the core and returns what it returns.
    template <class Work>
    auto call(Work work) {
        std::packaged_task<decltype(work())()> task(std::move(work));
        auto result = task.get_future();
        core_.post([task = std::move(task)]() mutable { task(); });
        return result.get();
    }

    // Starts the coroutine that `make()` returns and waits for its value, which must not be void.
    template <class Make>
    auto await(Make make) {
        using Value = typename decltype(make())::value_type;
        std::promise<Value> promise;
        auto result = promise.get_future();
        core_.post([this, &make, &promise] { core_.spawn(deliver<Value>(make(), promise)); });
        return result.get();
    }

private:
    template <class Value>
    static boost::asio::awaitable<void> deliver(boost::asio::awaitable<Value> coroutine, std::promise<Value>& promise) {
        promise.set_value(co_await std::move(coroutine));
    }

    SystemClock clock_;
    net::Core core_;
    std::thread thread_;
};

}  // namespace greeninfer::testing
