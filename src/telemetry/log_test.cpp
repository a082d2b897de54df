#include "telemetry/log.hpp"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <optional>
#include <regex>
#include <thread>
#include <vector>

#include "base/clock.hpp"

namespace greeninfer::telemetry {
namespace {

using testing::ElementsAre;

// A pipe in place of stderr.
class LogTest : public testing::Test {
protected:
    LogTest() {
        if (pipe2(ends.data(), O_CLOEXEC) != 0) std::abort();
    }
    ~LogTest() override {
        close_reader();
        close(ends[1]);
    }

    void start(LogFormat format, std::size_t queue_lines = 1024) {
        session.emplace(LogOptions{.format = format, .queue_lines = queue_lines, .descriptor = ends[1]});
    }

    // Ends the session, which writes out its queue, and gives the lines without their date.
    std::vector<std::string> stop_and_read() {
        session.reset();
        std::string all(1 << 16, '\0');
        all.resize(static_cast<std::size_t>(std::max<ssize_t>(0, read(ends[0], all.data(), all.size()))));
        all = std::regex_replace(all, std::regex(R"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z)"), "TIME");
        std::vector<std::string> lines;
        for (std::size_t from = 0, to; (to = all.find('\n', from)) != std::string::npos; from = to + 1)
            lines.push_back(all.substr(from, to - from));
        return lines;
    }

    void close_reader() {
        if (ends[0] >= 0) close(std::exchange(ends[0], -1));
    }

    // Nobody reads any more: what is written from now on has to wait.
    void fill_pipe() {
        const int flags = fcntl(ends[1], F_GETFL);
        fcntl(ends[1], F_SETFL, flags | O_NONBLOCK);
        const std::string block(4096, 'x');
        while (write(ends[1], block.data(), block.size()) > 0) continue;
        fcntl(ends[1], F_SETFL, flags);
    }

    std::array<int, 2> ends = {-1, -1};
    std::optional<LogSession> session;
};

TEST_F(LogTest, WritesText) {
    start(LogFormat::text);
    log_info("engine_ready", {field("port", 4711), field("model", LogText::from_configuration("smollm2-135m"))});
    log_warning("queue_full");
    EXPECT_THAT(stop_and_read(),
                ElementsAre("TIME info engine_ready port=4711 model=\"smollm2-135m\"", "TIME warning queue_full"));
}

TEST_F(LogTest, WritesJsonLines) {
    start(LogFormat::json);
    log_error("endpoint_down", {field("failures", 5)});
    EXPECT_THAT(stop_and_read(),
                ElementsAre(R"({"time":"TIME","level":"error","event":"endpoint_down","failures":5})"));
}

TEST_F(LogTest, LeavesOutWhatIsBelowTheLevel) {
    start(LogFormat::text);
    log_debug("too_fine");
    session->set_level(LogLevel::debug);
    EXPECT_TRUE(log_enabled(LogLevel::debug));
    log_debug("fine_enough");
    session->set_level(LogLevel::error);
    log_warning("too_mild");
    EXPECT_THAT(stop_and_read(), ElementsAre("TIME debug fine_enough"));
}

TEST_F(LogTest, ChangesFormatBetweenLines) {
    start(LogFormat::text);
    log_info("before");
    session->set_format(LogFormat::json);
    log_info("after");
    EXPECT_THAT(stop_and_read(), ElementsAre("TIME info before", R"({"time":"TIME","level":"info","event":"after"})"));
}

TEST_F(LogTest, SaysNothingWithoutASession) {
    log_error("nobody_listens");
    EXPECT_FALSE(log_enabled(LogLevel::error));
}

TEST_F(LogTest, DropsTheOldestLinesAndCountsThemWhenNobodyReads) {
    constexpr int kLines = 100;
    constexpr std::size_t kQueue = 10;
    const std::uint64_t before = log_lines_dropped();
    start(LogFormat::text, kQueue);
    fill_pipe();
    for (int i = 0; i < kLines; ++i) log_info("line", {field("number", i)});
    // All but the queue, and at most one line that the log thread holds in its hand.
    EXPECT_GE(log_lines_dropped() - before, kLines - kQueue - 1);
    session.reset();
    EXPECT_EQ(log_lines_dropped() - before, kLines);
}

TEST_F(LogTest, EndsSoonWhenNobodyReads) {
    start(LogFormat::text);
    fill_pipe();
    for (int i = 0; i < 50; ++i) log_info("line");
    const SystemClock clock;
    const Moment begin = clock.now();
    session.reset();
    EXPECT_LT(clock.now() - begin, std::chrono::seconds(2));
}

TEST_F(LogTest, SurvivesAReaderThatIsGone) {
    const std::uint64_t before = log_lines_dropped();
    start(LogFormat::text);
    close_reader();
    log_info("into_the_void");
    session.reset();
    EXPECT_EQ(log_lines_dropped() - before, 1u);
}

TEST_F(LogTest, TakesLinesFromManyThreads) {
    start(LogFormat::text);
    {
        std::vector<std::jthread> threads;
        for (int thread = 0; thread < 4; ++thread)
            threads.emplace_back([] {
                for (int i = 0; i < 100; ++i) log_info("line", {field("number", i)});
            });
    }
    EXPECT_EQ(stop_and_read().size(), 400u);
}

}  // namespace
}  // namespace greeninfer::telemetry
