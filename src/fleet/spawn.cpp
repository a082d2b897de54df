#include "fleet/spawn.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <linux/close_range.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <cerrno>
#include <system_error>

namespace greeninfer::fleet {
namespace {

// Everything the forked child needs, made before the fork: afterwards nothing may allocate or lock.
struct Prepared {
    explicit Prepared(const ChildCommand& command)
        : program(command.program.c_str()),
          arguments(pointers(command.arguments)),
          environment(pointers(command.environment)),
          oom_score_adj(fmt::to_string(command.oom_score_adj)) {
        arguments.insert(arguments.begin(), const_cast<char*>(program));
    }

    static std::vector<char*> pointers(const std::vector<std::string>& texts) {
        std::vector<char*> all;
        for (const std::string& text : texts) all.push_back(const_cast<char*>(text.c_str()));
        all.push_back(nullptr);
        return all;
    }

    const char* program;
    std::vector<char*> arguments;
    std::vector<char*> environment;
    std::string oom_score_adj;
    pid_t gateway = getpid();
};

// The functions up to execute() run in the child, between fork and exec: system calls only.

void die_with_the_gateway(pid_t gateway) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    // The gateway may have died before the line above; then the signal would never come.
    if (getppid() != gateway) _exit(127);
}

void reset_signals() {
    for (int number = 1; number < NSIG; ++number) signal(number, SIG_DFL);
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, nullptr);
}

void open_standard_streams() {
    int nothing = open("/dev/null", O_RDWR);
    if (nothing < 0) nothing = open("/dev/null", O_RDONLY);  // zero trust by a filter on system calls forbids the other
    for (int stream = 0; stream < 3; ++stream) dup2(nothing, stream);
}

void volunteer_for_memory_pressure(const std::string& score) {
    const int file = open("/proc/self/oom_score_adj", O_WRONLY | O_CLOEXEC);
    if (file >= 0 && write(file, score.data(), score.size()) < 0)
        errno = 0;  // it is a wish; without /proc it stays one
}

[[noreturn]] void execute(const Prepared& prepared, int report) {
    setpgid(0, 0);
    die_with_the_gateway(prepared.gateway);
    reset_signals();
    report = fcntl(report, F_DUPFD_CLOEXEC, 3);  // out of the way of the standard streams
    open_standard_streams();
    volunteer_for_memory_pressure(prepared.oom_score_adj);
    close_range(3, ~0U, CLOSE_RANGE_CLOEXEC);
    execve(prepared.program, prepared.arguments.data(), prepared.environment.data());
    const int reason = errno;
    if (write(report, &reason, sizeof reason) < 0) _exit(126);
    _exit(127);
}

std::unexpected<Error> not_started(const ChildCommand& command, int reason) {
    return fail(Fault::not_ready,
                fmt::format("cannot start {}: {}", command.program, std::generic_category().message(reason)));
}

// 0 once the program runs: the pipe closes with exec. Otherwise the errno of exec.
int wait_for_exec(int report) {
    int reason = 0;
    ssize_t length = 0;
    while ((length = read(report, &reason, sizeof reason)) < 0 && errno == EINTR) continue;
    return length == sizeof reason ? reason : 0;
}

Result<SpawnedChild> spawn_here(const ChildCommand& command) {
    std::array<int, 2> pipe_ends{};
    if (pipe2(pipe_ends.data(), O_CLOEXEC) != 0) return not_started(command, errno);
    Descriptor report_out(pipe_ends[0]), report_in(pipe_ends[1]);
    const Prepared prepared(command);

    SpawnedChild child;
    child.pid = fork();
    if (child.pid == 0) execute(prepared, report_in.number());
    if (child.pid < 0) return not_started(command, errno);
    report_in.reset();
    int reason = wait_for_exec(report_out.number());
    if (reason == 0) {
        child.pidfd = open_pidfd(child.pid);
        if (child.pidfd.is_open()) return child;
        reason = errno;
        kill(child.pid, SIGKILL);
    }
    waitpid(child.pid, nullptr, 0);
    return not_started(command, reason);
}

// Never destroyed: its thread must live as long as the process, or the kernel would end the children.
boost::asio::thread_pool& lasting_thread() {
    static auto& pool = *new boost::asio::thread_pool(1);
    return pool;
}

}  // namespace

Descriptor open_pidfd(pid_t pid) {
    // By number: the header of glibc 2.36 declares pidfd_open as if it were a C++ function.
    return Descriptor(static_cast<int>(syscall(SYS_pidfd_open, pid, 0)));
}

Task<SpawnedChild> spawn(ChildCommand command) {
    // Not co_spawn onto the other thread: its frame there would keep the caller's io_context counted as busy for a
    // moment after the result was delivered, and underflow the count of the next one at that address.
    auto start = [&command](auto handler) {
        auto busy = boost::asio::make_work_guard(boost::asio::get_associated_executor(handler));
        auto work = [command = std::move(command), busy, handler = std::move(handler)]() mutable {
            const auto caller = busy.get_executor();
            auto deliver = [child = spawn_here(command), busy = std::move(busy),
                            handler = std::move(handler)]() mutable { handler(std::move(child)); };
            boost::asio::post(caller, std::move(deliver));
        };
        boost::asio::post(lasting_thread(), std::move(work));
    };
    co_return co_await boost::asio::async_initiate<decltype(boost::asio::use_awaitable), void(Result<SpawnedChild>)>(
        start, boost::asio::use_awaitable);
}

}  // namespace greeninfer::fleet
