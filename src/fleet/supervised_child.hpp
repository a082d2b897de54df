#pragma once
// Keeps one child process running: starts it, learns of its end, waits a growing while, starts it again, stops it.
//
// Knows nothing of what the child does; a ChildProgram says how to start it and whether it still works. One coroutine,
// run(), owns the child, so start, death and stop cannot overlap. Lives on one core, and must outlive run().
#include <boost/asio/steady_timer.hpp>
#include <cstdint>
#include <memory>
#include <optional>

#include "base/clock.hpp"
#include "fleet/child_process.hpp"
#include "fleet/restart_delay.hpp"

namespace greeninfer::fleet {

class ChildProgram {
public:
    virtual ~ChildProgram() = default;
    // Before each start. An error counts as a start that failed.
    virtual Result<ChildCommand> command() = 0;
    // Runs beside the child and ends when the child has to be replaced although it lives. Cancelled when it dies.
    virtual boost::asio::awaitable<void> watch() = 0;
    // The child is gone, or did not start; the next start comes after `delay`.
    virtual void ended(const ChildEnd& end, std::chrono::nanoseconds delay) = 0;
};

struct SupervisionSettings {
    RestartSettings restart;
    std::chrono::milliseconds stop_limit{5000};  // from SIGTERM to SIGKILL
};

class SupervisedChild {
public:
    SupervisedChild(boost::asio::any_io_executor executor, Clock& clock, ChildProgram& program,
                    const SupervisionSettings& settings);

    // Until stop().
    boost::asio::awaitable<void> run();
    // Ends the child and run(), and returns when both are done. At once if run() was never called.
    boost::asio::awaitable<void> stop();

    // Called by the program's watch() when the child does its work: failures before are forgotten after a while.
    void mark_healthy() { healthy_since_ = clock_.now(); }

    // Of all children so far; never goes down.
    std::chrono::nanoseconds cpu_time() const;
    std::uint64_t starts() const { return starts_; }
    pid_t pid_for_test() const { return child_ != nullptr ? child_->pid() : -1; }

private:
    boost::asio::awaitable<ChildEnd> run_once();
    boost::asio::awaitable<ChildEnd> run_until_its_end(ChildProcess& child);
    boost::asio::awaitable<void> stop_requested();
    std::chrono::nanoseconds healthy_time() const;

    Clock& clock_;
    ChildProgram& program_;
    const SupervisionSettings settings_;
    RestartDelay delay_;
    std::unique_ptr<ChildProcess> child_;
    std::optional<Moment> healthy_since_;
    std::chrono::nanoseconds ended_cpu_time_{0};
    std::uint64_t starts_ = 0;
    bool running_ = false;
    bool stopping_ = false;
    boost::asio::steady_timer stop_timer_;   // never expires; cancelled when stop() is called
    boost::asio::steady_timer ended_timer_;  // never expires; cancelled when run() ends
};

}  // namespace greeninfer::fleet
