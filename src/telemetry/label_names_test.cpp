#include "telemetry/label_names.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace greeninfer::telemetry {
namespace {

TEST(LabelNames, KnowsTheTwoSpecialOnes) {
    const LabelNames names;
    EXPECT_EQ(names.name(kOther), "other");
    EXPECT_EQ(names.name(kNone), "none");
}

TEST(LabelNames, GivesTheSameNameTheSameId) {
    LabelNames names;
    const LabelId id = names.intern("meta-llama/Llama-3.1-8B");
    EXPECT_NE(id, names.intern("gpt-4o"));
    EXPECT_EQ(id, names.intern("meta-llama/Llama-3.1-8B"));
    EXPECT_EQ(names.name(id), "meta-llama/Llama-3.1-8B");
}

TEST(LabelNames, KeepsViewsValidWhileItGrows) {
    LabelNames names;
    const std::string_view first = names.name(names.intern("short"));
    for (int i = 0; i < 1000; ++i) names.intern(fmt::format("model-{}", i));
    EXPECT_EQ(first, "short");
}

TEST(LabelNames, NamesThatAreNoTextAreRepairedAndCountAsOneWhereTheyLookAlike) {
    LabelNames names;
    const LabelId id = names.intern("caf\xE9");
    EXPECT_EQ(names.name(id), "caf\uFFFD");
    EXPECT_EQ(names.intern("caf\xE8"), id);
}

TEST(LabelNames, AnswersOtherWhenFull) {
    LabelNames names;
    for (std::size_t i = 0; i < LabelNames::kNamesMax; ++i) names.intern(fmt::to_string(i));
    EXPECT_EQ(names.intern("one too many"), kOther);
    EXPECT_NE(names.intern("7"), kOther);
}

TEST(LabelNames, AnswersOtherForAnIdItNeverGave) {
    const LabelNames names;
    EXPECT_EQ(names.name(12'345), "other");
}

}  // namespace
}  // namespace greeninfer::telemetry
