#include "fleet/supervised_child.hpp"

#include <gtest/gtest.h>
#include <signal.h>

#include <boost/asio/this_coro.hpp>
#include <vector>

#include "fleet/process_group_for_test.hpp"
#include "fleet/run_for_test.hpp"
#include "testing/simulated_clock.hpp"

namespace greeninfer::fleet {
namespace {

using namespace std::chrono_literals;
using boost::asio::awaitable;

// A program that a shell script stands for.
struct ScriptProgram final : ChildProgram {
    explicit ScriptProgram(Clock& time) : clock(time) {}

    Result<ChildCommand> command() override {
        if (script.empty()) return fail(Fault::not_ready, "no script");
        return ChildCommand{.program = "/bin/sh", .arguments = {"-c", script}, .environment = {"PATH=/usr/bin:/bin"}};
    }
    awaitable<void> watch() override {
        ++watches;
        co_await clock.sleep_for(watch_time);
    }
    void ended(const ChildEnd& end, std::chrono::nanoseconds delay) override {
        ends.push_back(end);
        delays.push_back(delay);
    }

    Clock& clock;
    std::string script;
    std::chrono::nanoseconds watch_time = 1h;
    int watches = 0;
    std::vector<ChildEnd> ends;
    std::vector<std::chrono::nanoseconds> delays;
};

class SupervisedChildTest : public ::testing::Test {
protected:
    void start() {
        boost::asio::co_spawn(test.io(), child.run(), [this](std::exception_ptr thrown) {
            EXPECT_EQ(thrown, nullptr);
            run_ended = true;
        });
    }
    void stop() {
        test.run(child.stop());
        EXPECT_TRUE(test.run_until([&] { return run_ended; }));
    }

    RunForTest test;
    ScriptProgram program{test.clock()};
    SupervisionSettings settings{.restart = {.first = 2ms, .limit = 20ms}, .stop_limit = 200ms};
    SupervisedChild child{test.io().get_executor(), test.clock(), program, settings};
    bool run_ended = false;
};

TEST_F(SupervisedChildTest, IsStartedAgainWhenItDies) {
    program.script = "exit 3";
    start();
    ASSERT_TRUE(test.run_until([&] { return program.ends.size() >= 3; }));
    stop();
    EXPECT_EQ(program.ends[0].reason, ChildEnd::Reason::exited);
    EXPECT_EQ(program.ends[0].code, 3);
    EXPECT_GE(child.starts(), 3u);
    EXPECT_GE(program.watches, 3) << "watch() runs beside each child";
}

TEST_F(SupervisedChildTest, IsReplacedWhenItNoLongerWorks) {
    program.script = "sleep 60";
    program.watch_time = 10ms;
    start();
    ASSERT_TRUE(test.run_until([&] { return program.ends.size() >= 2; }));
    stop();
    EXPECT_EQ(program.ends[0].reason, ChildEnd::Reason::unresponsive);
}

TEST_F(SupervisedChildTest, IsTriedAgainWhenItCannotBeStarted) {
    start();
    ASSERT_TRUE(test.run_until([&] { return program.ends.size() >= 2; }));
    program.script = "sleep 60";
    ASSERT_TRUE(test.run_until([&] { return child.starts() == 1; }));
    stop();
    EXPECT_EQ(program.ends[0].reason, ChildEnd::Reason::not_started);
    EXPECT_EQ(program.ends[0].detail, "no script");
}

TEST_F(SupervisedChildTest, StopEndsARunningChild) {
    program.script = "trap '' TERM; while :; do sleep 1; done";
    start();
    ASSERT_TRUE(test.run_until([&] { return child.starts() == 1; }));
    stop();
    EXPECT_TRUE(program.ends.empty()) << "a wanted end is not reported as a failure";
}

TEST_F(SupervisedChildTest, StopEndsTheWaitForTheNextStart) {
    SupervisedChild patient(test.io().get_executor(), test.clock(), program, {.restart = {.first = 1h, .limit = 1h}});
    boost::asio::co_spawn(test.io(), patient.run(), [this](std::exception_ptr) { run_ended = true; });
    ASSERT_TRUE(test.run_until([&] { return program.ends.size() == 1; }));
    test.run(patient.stop());
    EXPECT_TRUE(test.run_until([&] { return run_ended; }));
}

TEST_F(SupervisedChildTest, StopBeforeTheStartIsDone) {
    program.script = "sleep 60";
    start();
    stop();
    EXPECT_LE(child.starts(), 1u);
}

TEST_F(SupervisedChildTest, StopWithoutAStartReturns) {
    test.run(child.stop());
    EXPECT_EQ(child.starts(), 0u);
}

TEST_F(SupervisedChildTest, MetersAllItsChildren) {
    program.script = "i=0; while [ $i -lt 20000 ]; do i=$((i+1)); done";
    start();
    std::chrono::nanoseconds last{0};
    ASSERT_TRUE(test.run_until([&] {
        EXPECT_GE(child.cpu_time(), last);
        last = child.cpu_time();
        return program.ends.size() >= 3;
    }));
    stop();
    EXPECT_GT(child.cpu_time(), 3ms);
}

TEST(SupervisedChildOverADay, BacksOffToTheLimitAndRecovers) {
    boost::asio::io_context io;
    testing::SimulatedClock clock;
    ScriptProgram program(clock);  // without a script: every start fails
    SupervisedChild child(io.get_executor(), clock, program, {.restart = {.first = 250ms, .limit = 30s}});
    boost::asio::co_spawn(io, child.run(), [](std::exception_ptr thrown) { EXPECT_EQ(thrown, nullptr); });
    clock.advance(io, 24h);
    const auto expected = 24h / 30s;
    EXPECT_GE(program.delays.size(), static_cast<std::size_t>(expected));
    EXPECT_LE(program.delays.size(), static_cast<std::size_t>(2 * expected + 10));
    EXPECT_LE(program.delays.front(), 250ms);
    EXPECT_GE(program.delays.back(), 15s);
    boost::asio::co_spawn(io, child.stop(), [](std::exception_ptr thrown) { EXPECT_EQ(thrown, nullptr); });
    clock.advance(io, 0s);
}

}  // namespace
}  // namespace greeninfer::fleet
