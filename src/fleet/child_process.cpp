#include "fleet/child_process.hpp"

#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include <algorithm>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <ctime>

namespace greeninfer::fleet {
namespace {

using boost::asio::awaitable;
using namespace boost::asio::experimental::awaitable_operators;

std::chrono::nanoseconds to_duration(const timeval& time) {
    return std::chrono::seconds(time.tv_sec) + std::chrono::microseconds(time.tv_usec);
}

}  // namespace

Task<std::unique_ptr<ChildProcess>> ChildProcess::start(ChildCommand command) {
    CO_TRY(SpawnedChild child, co_await spawn(std::move(command)));
    co_return std::make_unique<ChildProcess>(co_await boost::asio::this_coro::executor, std::move(child));
}

ChildProcess::ChildProcess(const boost::asio::any_io_executor& executor, SpawnedChild child)
    : pid_(child.pid), pidfd_(executor, child.pidfd.release()) {}

ChildProcess::~ChildProcess() {
    if (!end_) reap();
}

awaitable<ChildEnd> ChildProcess::wait() {
    if (!end_) co_await pidfd_.async_wait(boost::asio::posix::stream_descriptor::wait_read, boost::asio::use_awaitable);
    co_return end_ ? *end_ : reap();
}

awaitable<ChildEnd> ChildProcess::stop(Clock& clock, std::chrono::nanoseconds limit) {
    if (!end_) signal_group(SIGTERM);
    if (!co_await ends_within(clock, limit)) signal_group(SIGKILL);
    co_return co_await wait();
}

awaitable<bool> ChildProcess::ends_within(Clock& clock, std::chrono::nanoseconds limit) {
    const auto first = co_await (wait() || clock.sleep_for(limit));
    co_return first.index() == 0;
}

void ChildProcess::signal_group(int signal_number) const {
    kill(-pid_, signal_number);
}

ChildEnd ChildProcess::reap() {
    // Before waiting: until then the dead leader keeps the group's number from being given to somebody else.
    signal_group(SIGKILL);
    int status = 0;
    rusage usage{};
    while (wait4(pid_, &status, 0, &usage) < 0 && errno == EINTR) continue;
    last_cpu_time_ = std::max(last_cpu_time_, to_duration(usage.ru_utime) + to_duration(usage.ru_stime));
    if (WIFSIGNALED(status)) {
        end_ = {.reason = ChildEnd::Reason::signalled, .code = WTERMSIG(status)};
    } else {
        end_ = {.reason = ChildEnd::Reason::exited, .code = WEXITSTATUS(status)};
    }
    return *end_;
}

std::chrono::nanoseconds ChildProcess::cpu_time() const {
    if (end_) return last_cpu_time_;
    clockid_t clock{};
    timespec time{};
    // In nanoseconds; /proc/<pid>/stat would give the same in hundredths of a second.
    // It fails between death and reaping, when the last reading is still true.
    if (clock_getcpuclockid(pid_, &clock) == 0 && clock_gettime(clock, &time) == 0)
        last_cpu_time_ = std::chrono::seconds(time.tv_sec) + std::chrono::nanoseconds(time.tv_nsec);
    return last_cpu_time_;
}

}  // namespace greeninfer::fleet
