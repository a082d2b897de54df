#pragma once
// Coroutines of one core that wait for something to become free or known, first come first served, not for ever.
#include <boost/asio/awaitable.hpp>
#include <chrono>
#include <list>

#include "net/abort.hpp"
#include "net/deadline.hpp"
#include "net/event.hpp"

namespace greeninfer::net {

class WaitList {
public:
    enum class Woken { notified, timed_out, aborted };

    boost::asio::awaitable<Woken> wait(DeadlineWheel& wheel, std::chrono::nanoseconds limit, Abort& abort) {
        Event event;
        Woken why = Woken::notified;
        const auto wake = [&](Woken reason) {
            why = reason;
            event.set();
        };
        Deadline deadline(wheel, [&wake] { wake(Woken::timed_out); });
        Abort::Listener listener(abort, [&wake] { wake(Woken::aborted); });
        if (abort.requested()) co_return Woken::aborted;
        deadline.arm(limit);
        const auto place = waiting_.insert(waiting_.end(), &event);
        co_await event.wait();
        if (why != Woken::notified) waiting_.erase(place);
        co_return why;
    }

    void notify_one() {
        if (waiting_.empty()) return;
        Event* const first = waiting_.front();
        waiting_.pop_front();
        first->set();
    }

    void notify_all() {
        for (std::size_t left = waiting_.size(); left > 0; --left) notify_one();
    }

    bool empty() const { return waiting_.empty(); }

private:
    std::list<Event*> waiting_;
};

}  // namespace greeninfer::net
