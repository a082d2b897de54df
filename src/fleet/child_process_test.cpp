#include "fleet/child_process.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>

#include <cstdlib>
#include <thread>

#include "fleet/process_group_for_test.hpp"
#include "fleet/run_for_test.hpp"

namespace greeninfer::fleet {
namespace {

using namespace std::chrono_literals;

ChildCommand shell(const std::string& script) {
    return {.program = "/bin/sh", .arguments = {"-c", script}, .environment = {"PATH=/usr/bin:/bin"}};
}

class ChildProcessTest : public ::testing::Test {
protected:
    std::unique_ptr<ChildProcess> start(ChildCommand command) {
        auto child = test.run(ChildProcess::start(std::move(command)));
        if (!child) throw std::runtime_error(child.error().detail);
        return *std::move(child);
    }
    // 0 when the script's checks hold.
    int exit_code_of(ChildCommand command) {
        const auto child = start(std::move(command));
        const ChildEnd end = test.run(child->wait());
        return end.reason == ChildEnd::Reason::exited ? end.code : -end.code;
    }

    RunForTest test;
};

TEST_F(ChildProcessTest, TellsHowItEnded) {
    EXPECT_EQ(exit_code_of(shell("exit 0")), 0);
    EXPECT_EQ(exit_code_of(shell("exit 7")), 7);
    EXPECT_EQ(exit_code_of(shell("kill -SEGV $$")), -SIGSEGV);
}

TEST_F(ChildProcessTest, SaysWhyAProgramCannotBeStarted) {
    struct Row {
        const char* program;
        const char* why;
    };
    for (const Row& row : {Row{"/no/such/program", "No such file"}, Row{"/etc/passwd", "Permission denied"}}) {
        SCOPED_TRACE(row.program);
        const auto child = test.run(ChildProcess::start({.program = row.program}));
        ASSERT_FALSE(child.has_value());
        EXPECT_TRUE(child.error().detail.contains(row.program)) << child.error().detail;
        EXPECT_TRUE(child.error().detail.contains(row.why)) << child.error().detail;
    }
}

TEST_F(ChildProcessTest, InheritsNothingOfTheEnvironment) {
    setenv("GROQ_API_KEY", "a-secret", 1);
    ChildCommand command = shell("[ -z \"$GROQ_API_KEY\" ] && [ \"$GIVEN\" = yes ]");
    command.environment.push_back("GIVEN=yes");
    EXPECT_EQ(exit_code_of(std::move(command)), 0);
    unsetenv("GROQ_API_KEY");
}

TEST_F(ChildProcessTest, InheritsNoDescriptors) {
    const Descriptor secret(open("/dev/zero", O_RDONLY));  // without close-on-exec, as a careless library opens it
    EXPECT_EQ(exit_code_of(shell(fmt::format("[ ! -e /proc/$$/fd/{} ]", secret.number()))), 0);
}

TEST_F(ChildProcessTest, HasNoStandardStreams) {
    EXPECT_EQ(exit_code_of(shell("for n in 0 1 2; do [ $(readlink /proc/$$/fd/$n) = /dev/null ] || exit 1; done")), 0);
}

TEST_F(ChildProcessTest, HandlesSignalsAsUsual) {
    const auto before = signal(SIGPIPE, SIG_IGN);  // as the gateway does; ignoring is inherited through exec
    EXPECT_EQ(exit_code_of(shell("kill -PIPE $$; exit 0")), -SIGPIPE);
    signal(SIGPIPE, before);
}

TEST_F(ChildProcessTest, VolunteersForMemoryPressure) {
    ChildCommand command = shell("[ $(cat /proc/self/oom_score_adj) = 321 ]");
    command.oom_score_adj = 321;
    EXPECT_EQ(exit_code_of(std::move(command)), 0);
}

TEST_F(ChildProcessTest, LeadsItsOwnGroup) {
    const auto child = start(shell("sleep 60"));
    EXPECT_EQ(getpgid(child->pid()), child->pid());
}

TEST_F(ChildProcessTest, StopsWhenAsked) {
    const auto child = start(shell("trap 'exit 5' TERM; while :; do sleep 0.01; done"));
    // The shell sets its trap a moment after it has started.
    test.run(test.clock().sleep_for(100ms));
    const ChildEnd end = test.run(child->stop(test.clock(), 10s));
    EXPECT_EQ(end.reason, ChildEnd::Reason::exited);
    EXPECT_EQ(end.code, 5);
}

TEST_F(ChildProcessTest, IsKilledWhenItDoesNotStop) {
    const auto child = start(shell("trap '' TERM; while :; do sleep 0.01; done"));
    test.run(test.clock().sleep_for(100ms));
    const ChildEnd end = test.run(child->stop(test.clock(), 50ms));
    EXPECT_EQ(end.reason, ChildEnd::Reason::signalled);
    EXPECT_EQ(end.code, SIGKILL);
}

TEST_F(ChildProcessTest, StopTakesItsOwnChildrenAlong) {
    const auto child = start(shell("sleep 60 & sleep 60 & wait"));
    ASSERT_TRUE(test.run_until([&] { return living_group_members(child->pid()).size() == 3; }));
    test.run(child->stop(test.clock(), 10s));
    EXPECT_TRUE(test.run_until([&] { return living_group_members(child->pid()).empty(); }));
}

TEST_F(ChildProcessTest, DeathTakesItsOwnChildrenAlong) {
    const auto child = start(shell("sleep 60 & sleep 60 & wait"));
    ASSERT_TRUE(test.run_until([&] { return living_group_members(child->pid()).size() == 3; }));
    kill(child->pid(), SIGKILL);
    test.run(child->wait());
    EXPECT_TRUE(test.run_until([&] { return living_group_members(child->pid()).empty(); }));
}

TEST_F(ChildProcessTest, DoesNotOutliveItsObject) {
    auto child = start(shell("trap '' TERM; sleep 60 & while :; do sleep 60; done"));
    const pid_t pid = child->pid();
    ASSERT_TRUE(test.run_until([&] { return living_group_members(pid).size() == 3; }));
    child.reset();
    EXPECT_TRUE(test.run_until([&] { return living_group_members(pid).empty(); }));
    EXPECT_EQ(waitpid(pid, nullptr, WNOHANG), -1) << "it must have been waited for";
}

TEST_F(ChildProcessTest, MetersCpuTime) {
    const auto child = start(shell("i=0; while [ $i -lt 300000 ]; do i=$((i+1)); done"));
    ASSERT_TRUE(test.run_until([&] { return child->cpu_time() > 10ms; }));
    const auto running = child->cpu_time();
    test.run(child->wait());
    EXPECT_GE(child->cpu_time(), running);
}

TEST_F(ChildProcessTest, OutlivesTheThreadThatAskedForIt) {
    Result<SpawnedChild> child;
    std::jthread([&] {
        RunForTest elsewhere;
        child = elsewhere.run(spawn(shell("sleep 60")));
    }).join();
    ASSERT_TRUE(child.has_value());
    pollfd end{.fd = child->pidfd.number(), .events = POLLIN, .revents = 0};
    EXPECT_EQ(poll(&end, 1, 100), 0) << "the kernel ended it together with the thread";
    kill(child->pid, SIGKILL);
    waitpid(child->pid, nullptr, 0);
}

}  // namespace
}  // namespace greeninfer::fleet
