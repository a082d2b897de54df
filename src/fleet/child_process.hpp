#pragma once
// One running child, from its start to its end; nothing of it is left when this object is gone.
//
// Signals go to its whole process group, and a group whose leader has died is killed too, so what the child itself
// started does not stay behind. Its exit is learnt from a pidfd, which cannot mistake a reused process id for it.
// Lives on one core; reaping is done here and nowhere else, so the process must not ignore SIGCHLD.
#include <sys/types.h>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <chrono>
#include <memory>
#include <optional>

#include "base/clock.hpp"
#include "base/task.hpp"
#include "fleet/child_command.hpp"
#include "fleet/spawn.hpp"

namespace greeninfer::fleet {

class ChildProcess {
public:
    static Task<std::unique_ptr<ChildProcess>> start(ChildCommand command);

    ChildProcess(const boost::asio::any_io_executor& executor, SpawnedChild child);
    ~ChildProcess();  // kills what still runs, and waits for its end, which then is near
    ChildProcess(const ChildProcess&) = delete;
    ChildProcess& operator=(const ChildProcess&) = delete;

    // Until the child has ended. May be cancelled; may be called again.
    boost::asio::awaitable<ChildEnd> wait();
    // SIGTERM, and SIGKILL for what still runs after the limit.
    boost::asio::awaitable<ChildEnd> stop(Clock& clock, std::chrono::nanoseconds limit);

    pid_t pid() const { return pid_; }
    // User and system time of the child, and once it has ended also of the children that it had waited for. Never goes
    // down.
    std::chrono::nanoseconds cpu_time() const;

private:
    void signal_group(int signal_number) const;
    boost::asio::awaitable<bool> ends_within(Clock& clock, std::chrono::nanoseconds limit);
    ChildEnd reap();

    pid_t pid_;
    boost::asio::posix::stream_descriptor pidfd_;
    std::optional<ChildEnd> end_;
    mutable std::chrono::nanoseconds last_cpu_time_{0};
};

}  // namespace greeninfer::fleet
