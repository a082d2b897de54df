// Kills a gateway with SIGKILL, which it cannot notice, and looks whether its child stays behind.
#include <gtest/gtest.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>

#include <array>
#include <string>

#include "fleet/child_process.hpp"
#include "fleet/run_for_test.hpp"
#include "fleet/spawn.hpp"

namespace greeninfer::fleet {
namespace {

constexpr int kReportDescriptor = 9;

// Not a test: the process that the test below starts from this same program and kills. Reports its child's number.
TEST(GatewayToKill, DISABLED_RunsAChildUntilItIsKilled) {
    RunForTest test;
    const auto child = test.run(ChildProcess::start({.program = "/bin/sleep", .arguments = {"600"}}));
    ASSERT_TRUE(child.has_value());
    const pid_t pid = (*child)->pid();
    ASSERT_EQ(write(kReportDescriptor, &pid, sizeof pid), static_cast<ssize_t>(sizeof pid));
    test.run((*child)->wait());
}

// Starts the above with its report on the given descriptor.
pid_t start_gateway(int report) {
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, report, kReportDescriptor);
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
    std::string program = "/proc/self/exe", filter = "--gtest_filter=GatewayToKill.*",
                disabled = "--gtest_also_run_disabled_tests";
    std::array<char*, 4> arguments = {program.data(), filter.data(), disabled.data(), nullptr};
    pid_t pid = -1;
    posix_spawn(&pid, program.c_str(), &actions, nullptr, arguments.data(), environ);
    posix_spawn_file_actions_destroy(&actions);
    return pid;
}

TEST(SpawnKill, NoChildStaysBehindWhenTheGatewayIsKilled) {
    std::array<int, 2> ends{};
    ASSERT_EQ(pipe2(ends.data(), O_CLOEXEC), 0);
    const Descriptor report(ends[0]);
    Descriptor report_in(ends[1]);
    const pid_t gateway = start_gateway(report_in.number());
    report_in.reset();
    pid_t child = -1;
    ASSERT_EQ(read(report.number(), &child, sizeof child), static_cast<ssize_t>(sizeof child));

    const Descriptor child_end = open_pidfd(child);
    ASSERT_TRUE(child_end.is_open());
    pollfd end{.fd = child_end.number(), .events = POLLIN, .revents = 0};
    EXPECT_EQ(poll(&end, 1, 0), 0) << "the child must be alive before";
    kill(gateway, SIGKILL);
    waitpid(gateway, nullptr, 0);
    EXPECT_EQ(poll(&end, 1, 5000), 1) << "the child stayed behind";
    if (end.revents == 0) kill(child, SIGKILL);
}

}  // namespace
}  // namespace greeninfer::fleet
