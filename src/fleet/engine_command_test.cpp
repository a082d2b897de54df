#include "fleet/engine_command.hpp"

#include <fmt/ranges.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

namespace greeninfer::fleet {
namespace {

std::string value_of(const ChildCommand& command, std::string_view option) {
    const auto found = std::ranges::find(command.arguments, option);
    return found != command.arguments.end() && found + 1 != command.arguments.end() ? *(found + 1) : "(absent)";
}

class EngineCommandTest : public testing::Test {
protected:
    LocalEngineSettings settings{.model = "a-model", .slots = 3, .context = 2048, .threads = 5};
    EngineFiles files{.server_binary = "/cache/llama-server", .model_file = "/cache/model.gguf"};
    ChildCommand command = engine_command(files, settings, 4711, "the-key");
};

TEST_F(EngineCommandTest, GivesEachSlotItsWholeContext) {
    EXPECT_EQ(value_of(command, "--parallel"), "3");
    EXPECT_EQ(value_of(command, "--ctx-size"), "6144");
}

TEST_F(EngineCommandTest, KeepsPromptsWhoseSlotWasTakenOver) {
    EXPECT_EQ(value_of(command, "--cache-ram"), "64");
    settings.prompt_cache_bytes = 0;
    EXPECT_EQ(value_of(engine_command(files, settings, 1, "k"), "--cache-ram"), "0");
}

TEST_F(EngineCommandTest, NamesFilesPortAndThreads) {
    EXPECT_EQ(command.program, "/cache/llama-server");
    EXPECT_EQ(value_of(command, "--model"), "/cache/model.gguf");
    EXPECT_EQ(value_of(command, "--alias"), "a-model");
    EXPECT_EQ(value_of(command, "--host"), "127.0.0.1");
    EXPECT_EQ(value_of(command, "--port"), "4711");
    EXPECT_EQ(value_of(command, "--threads"), "5");
}

TEST_F(EngineCommandTest, TakesAllCoresUnlessTold) {
    settings.threads = 0;
    EXPECT_GT(std::stoi(value_of(engine_command(files, settings, 1, "k"), "--threads")), 0);
}

TEST_F(EngineCommandTest, KeepsTheKeyOutOfTheArguments) {
    EXPECT_THAT(command.environment, testing::ElementsAre("LLAMA_API_KEY=the-key"));
    EXPECT_FALSE(fmt::format("{}", fmt::join(command.arguments, " ")).contains("the-key"));
}

}  // namespace
}  // namespace greeninfer::fleet
