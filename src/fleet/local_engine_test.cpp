// Against fake_engine_for_test.py, which takes the engine's command line and misbehaves as its "model" file says.
#include "fleet/local_engine.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <vector>

#include "fleet/process_group_for_test.hpp"
#include "fleet/run_for_test.hpp"

namespace greeninfer::fleet {
namespace {

using namespace std::chrono_literals;
namespace fs = std::filesystem;

struct Start {
    pid_t pid = 0;
    int port = 0;
    std::string environment;
};

class LocalEngineTest : public ::testing::Test {
protected:
    LocalEngineTest() : folder(fs::path(::testing::TempDir()) / "greeninfer-local-engine-test") {
        fs::remove_all(folder);
        fs::create_directories(folder);
    }
    ~LocalEngineTest() override {
        if (engine) test.run(engine->stop());
        for (const Start& start : starts()) EXPECT_TRUE(living_group_members(start.pid).empty());
        fs::remove_all(folder);
    }

    void behave(const std::string& behaviour) { std::ofstream(folder / "model") << behaviour; }

    void start(const std::string& behaviour) {
        behave(behaviour);
        const EngineFiles files{.server_binary = GREENINFER_SOURCE_DIR "/src/fleet/fake_engine_for_test.py",
                                .model_file = folder / "model"};
        const auto remember = [this](const EngineStatus& status) { heard.push_back(status); };
        engine.emplace(test.io().get_executor(), test.clock(), files, settings, remember, timing);
        engine->start();
    }

    bool reaches(EngineState state) {
        return test.run_until([&] { return engine->status().state == state; });
    }
    bool hears(EngineState state, std::ptrdiff_t times) {
        return test.run_until([&] { return std::ranges::count(heard, state, &EngineStatus::state) >= times; });
    }

    std::vector<Start> starts() const {
        std::vector<Start> all;
        std::ifstream file(folder / "model.starts");
        for (Start one; file >> one.pid >> one.port >> one.environment;) all.push_back(one);
        return all;
    }

    const fs::path folder;
    RunForTest test;
    LocalEngineSettings settings;
    EngineTiming timing{.start_poll = 5ms,
                        .health_interval = 10ms,
                        .health_timeout = 500ms,
                        .health_failures = 2,
                        .failed_after = 3,
                        .supervision = {.restart = {.first = 2ms, .limit = 10ms}, .stop_limit = 300ms}};
    std::vector<EngineStatus> heard;
    std::optional<LocalEngine> engine;
};

TEST_F(LocalEngineTest, TellsWhenAndWhereItIsReady) {
    start("slow");
    EXPECT_EQ(engine->status().state, EngineState::stopped) << "start() only begins";
    ASSERT_TRUE(reaches(EngineState::starting));
    EXPECT_EQ(engine->status().port, 0);
    EXPECT_TRUE(engine->status().retry_after.has_value());
    ASSERT_TRUE(reaches(EngineState::ready));
    EXPECT_EQ(engine->status().port, starts().at(0).port);
    EXPECT_FALSE(engine->status().retry_after.has_value());
    EXPECT_EQ(heard.size(), 2u);
}

TEST_F(LocalEngineTest, GivesTheEngineNothingButItsKey) {
    setenv("GROQ_API_KEY", "a-secret", 1);
    start("ready");
    ASSERT_TRUE(reaches(EngineState::ready));
    unsetenv("GROQ_API_KEY");
    EXPECT_EQ(starts().at(0).environment, "LLAMA_API_KEY");
    EXPECT_EQ(engine->api_key()->reveal().size(), 64u);
}

TEST_F(LocalEngineTest, StartsAnotherOneElsewhereWhenItIsKilled) {
    start("ready");
    ASSERT_TRUE(reaches(EngineState::ready));
    const Start first = starts().at(0);
    kill(first.pid, SIGKILL);
    ASSERT_TRUE(hears(EngineState::ready, 2));
    EXPECT_NE(engine->status().port, first.port);
    std::vector<EngineState> states;
    std::ranges::transform(heard, std::back_inserter(states), &EngineStatus::state);
    EXPECT_THAT(states, ::testing::ElementsAre(EngineState::starting, EngineState::ready, EngineState::restarting,
                                               EngineState::starting, EngineState::ready));
    EXPECT_TRUE(heard[2].retry_after.has_value());
}

TEST_F(LocalEngineTest, GetsOverAnEngineThatDiesAgainAndAgain) {
    start("die_when_ready");
    ASSERT_TRUE(hears(EngineState::ready, 2));
    const std::size_t starts_before = starts().size();
    behave("ready");
    EXPECT_TRUE(test.run_until(
        [&] { return starts().size() > starts_before && engine->status().state == EngineState::ready; }));
}

TEST_F(LocalEngineTest, FailsAfterSeveralStartsInVainButGoesOnTrying) {
    start("die_at_once");
    ASSERT_TRUE(reaches(EngineState::failed));
    EXPECT_GE(starts().size(), 3u);
    EXPECT_TRUE(engine->status().retry_after.has_value());
    behave("ready");
    EXPECT_TRUE(reaches(EngineState::ready));
}

TEST_F(LocalEngineTest, IsReplacedWhenItsModelIsNeverLoaded) {
    settings.start_timeout = 50ms;
    start("never_ready");
    ASSERT_TRUE(hears(EngineState::restarting, 1));
    behave("ready");
    EXPECT_TRUE(reaches(EngineState::ready));
}

TEST_F(LocalEngineTest, IsReplacedWhenItNoLongerAnswers) {
    timing.health_timeout = 100ms;
    start("hang_when_ready");
    ASSERT_TRUE(hears(EngineState::restarting, 1));
    behave("ready");
    ASSERT_TRUE(hears(EngineState::ready, 2));
    EXPECT_TRUE(living_group_members(starts().at(0).pid).empty());
}

TEST_F(LocalEngineTest, StopsAnEngineThatDoesNotWantTo) {
    start("deaf_to_sigterm");
    ASSERT_TRUE(reaches(EngineState::ready));
    test.run(engine->stop());
    EXPECT_TRUE(living_group_members(starts().at(0).pid).empty());
    EXPECT_EQ(heard.back().state, EngineState::stopped);
    EXPECT_EQ(engine->status().port, 0);
}

TEST_F(LocalEngineTest, StopsWhileItStarts) {
    start("never_ready");
    ASSERT_TRUE(reaches(EngineState::starting));
    test.run(engine->stop());
    EXPECT_EQ(heard.back().state, EngineState::stopped);
}

TEST_F(LocalEngineTest, ReportsAProgramThatIsNoProgram) {
    const auto remember = [this](const EngineStatus& status) { heard.push_back(status); };
    engine.emplace(test.io().get_executor(), test.clock(), EngineFiles{"/etc/passwd", "/dev/null"}, settings, remember,
                   timing);
    engine->start();
    EXPECT_TRUE(reaches(EngineState::failed));
    EXPECT_EQ(engine->starts(), 0u);
}

}  // namespace
}  // namespace greeninfer::fleet
