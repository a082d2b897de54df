#pragma once
// Lets one coroutine wait until a callback on the same core says go on.
//
// A timer that is cancelled would do it too, at the price of the timer queue on every request. set() runs the waiter
// at once, on the caller's stack: the caller must not touch anything the waiter may destroy afterwards.
#include <boost/asio/async_result.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <cassert>
#include <functional>
#include <utility>

namespace greeninfer::net {

class Event {
public:
    // To be awaited at once; the event must not be set. Not a coroutine itself: this is on the way of every read.
    boost::asio::awaitable<void> wait() {
        assert(!set_);
        auto keep_waiter = [this](auto handler) { waiter_ = std::move(handler); };
        return boost::asio::async_initiate<decltype(boost::asio::use_awaitable), void()>(std::move(keep_waiter),
                                                                                         boost::asio::use_awaitable);
    }

    void set() {
        set_ = true;
        if (auto waiter = std::exchange(waiter_, nullptr)) waiter();
    }

    void clear() { set_ = false; }
    bool is_set() const { return set_; }

private:
    bool set_ = false;
    std::move_only_function<void()> waiter_;
};

}  // namespace greeninfer::net
