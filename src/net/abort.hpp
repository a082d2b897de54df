#pragma once
// Tells everything that works for one exchange that its client has gone.
//
// Asio's cancellation slots follow the coroutine chain and would have to be threaded through every layer; here the
// connection owns one Abort and whoever holds a socket for the exchange listens to it. Single-threaded: used only on
// the core of the connection.
#include <functional>

namespace greeninfer::net {

class Abort {
public:
    // Listens for as long as it lives. At most one listener at a time per Abort: attempts run one after the other.
    class Listener {
    public:
        Listener(Abort& abort, std::move_only_function<void()> on_abort);
        ~Listener();
        Listener(const Listener&) = delete;
        Listener& operator=(const Listener&) = delete;

    private:
        Abort& abort_;
    };

    void request();
    bool requested() const { return requested_; }
    void reset() { requested_ = false; }

private:
    bool requested_ = false;
    std::move_only_function<void()> on_abort_;
};

}  // namespace greeninfer::net
