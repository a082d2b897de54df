#include "pipeline/outline_likeness.hpp"

#include <gtest/gtest.h>

namespace greeninfer::pipeline {
namespace {

using Outline = std::vector<std::string>;

const Outline kCosts = {"What the bridge costs to build", "Who pays for the repairs", "Tolls and taxes compared"};
constexpr std::string_view kPrompt = "Should our town build a second bridge across the river?";

bool repeats(const Outline& fresh) {
    return repeats_earlier(fresh, std::vector<Outline>{{"Noise near the houses"}, kCosts}, kPrompt);
}

TEST(OutlineLikeness, TheSameOutlineIsTheSame) {
    EXPECT_DOUBLE_EQ(likeness(kCosts, kCosts, kPrompt).points, 1);
    EXPECT_DOUBLE_EQ(likeness(kCosts, kCosts, kPrompt).words, 1);
    EXPECT_TRUE(repeats(kCosts));
}

TEST(OutlineLikeness, OtherWordsAroundTheSamePointsAreNoOtherOutline) {
    EXPECT_TRUE(repeats({"First: what building the bridge costs", "Then who pays repairs", "Compared: taxes, tolls"}));
    EXPECT_TRUE(repeats({"Who pays for the repairs", "Tolls and taxes compared", "Swans and otters"}));
}

TEST(OutlineLikeness, ThePromptsOwnWordsDoNotCount) {
    EXPECT_FALSE(repeats({"Ferries across the river instead of a bridge", "How the town decided in 1970",
                          "A second vote on the bridge"}));
}

TEST(OutlineLikeness, AnotherOutlineIsAnother) {
    EXPECT_FALSE(repeats({"Traffic counts on weekdays", "Wildlife along both banks", "Buses in rush hours"}));
    EXPECT_FALSE(repeats_earlier(kCosts, {}, kPrompt));
}

}  // namespace
}  // namespace greeninfer::pipeline
