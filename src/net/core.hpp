#pragma once
// One core of the gateway: its thread's event loop, its timers and its counters.
//
// Nothing of a core is touched by another thread except through post(). Everything that lives on a core must be
// destroyed before it.
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <functional>
#include <memory>
#include <string>

#include "base/clock.hpp"
#include "net/deadline.hpp"
#include "net/net_metrics.hpp"

namespace boost::asio {
class io_context;
}

namespace greeninfer::net {

class Core {
public:
    explicit Core(Clock& clock);
    ~Core();
    Core(const Core&) = delete;
    Core& operator=(const Core&) = delete;

    void run();                                       // until stop(); the calling thread becomes the core's
    void stop();                                      // from any thread
    void post(std::move_only_function<void()> work);  // from any thread
    // The text that `work` makes on this core, for a coroutine of another core, which goes on where it was. What `work`
    // throws is thrown there.
    boost::asio::awaitable<std::string> text_of(std::move_only_function<std::string()> work);
    void spawn(boost::asio::awaitable<void> coroutine);  // an escaping exception is logged and ends only it

    Clock& clock() { return clock_; }
    DeadlineWheel& deadlines() { return deadlines_; }
    NetMetrics& metrics() { return metrics_; }
    boost::asio::io_context& io() { return *io_; }
    boost::asio::any_io_executor executor();

private:
    struct WheelTimer;

    Clock& clock_;
    NetMetrics metrics_;
    DeadlineWheel deadlines_;
    std::unique_ptr<boost::asio::io_context> io_;
    std::unique_ptr<WheelTimer> timer_;
};

}  // namespace greeninfer::net
