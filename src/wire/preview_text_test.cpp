#include "wire/preview_text.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <numeric>

namespace greeninfer::wire {
namespace {

const RawPreview kSound = {
    .summary = {"A second bridge pays off only if traffic keeps growing.", "Better buses help sooner and cost less."},
    .outline = {"How much traffic crosses the river today", "What a new bridge costs to build",
                "Who gains and who loses by it", "Buses and ferries as alternatives"}};

RawPreview with_summary(std::string first, std::string second = "Better buses help sooner and cost less.") {
    return {.summary = {std::move(first), std::move(second)}, .outline = kSound.outline};
}

RawPreview with_point(std::string point) {
    return {
        .summary = kSound.summary,
        .outline = {"How much traffic crosses the river today", "What a new bridge costs to build", std::move(point)}};
}

std::string problem_of(const RawPreview& raw) {
    const auto checked = checked_preview(raw);
    return checked ? std::string() : std::string(checked.error());
}

TEST(PreviewText, SoundTextsStayAsTheyAre) {
    const auto checked = checked_preview(kSound);
    ASSERT_TRUE(checked) << checked.error();
    EXPECT_EQ(checked->summary, kSound.summary[0] + " " + kSound.summary[1]);
    EXPECT_EQ(checked->outline, kSound.outline);
}

TEST(PreviewText, ListMarksBlanksAndWhatFollowsASentenceGo) {
    const auto checked =
        checked_preview({.summary = {" 1.  The bridge\n pays off, e.g. by J. Smith's count of 3.5 lanes. And more",
                                     "- Buses cost a lot less! So"},
                         .outline = {"1. What it costs,", "- Who pays for", "• How long the work takes and"}});
    ASSERT_TRUE(checked) << checked.error();
    EXPECT_EQ(checked->summary, "The bridge pays off, e.g. by J. Smith's count of 3.5 lanes. Buses cost a lot less!");
    EXPECT_EQ(checked->outline, (std::vector<std::string>{"What it costs", "Who pays", "How long the work takes"}));
}

TEST(PreviewText, OtherScriptsAreText) {
    const auto checked =
        checked_preview({.summary = {"高齢化により労働人口が減少します。", "社会保障費が増えて財政を圧迫します。"},
                         .outline = {"労働力の不足", "社会保障の負担", "地方経済への影響"}});
    ASSERT_TRUE(checked) << checked.error();
    EXPECT_EQ(checked->outline.size(), 3U);
}

TEST(PreviewText, PointsThatSayTheSameOrTooMuchAreLeftOut) {
    RawPreview raw = kSound;
    raw.outline.insert(raw.outline.begin() + 1, "How much traffic crosses our river");
    raw.outline.insert(raw.outline.end(),
                       {"Noise and dirt for those who live near", "One point too many for a preview"});
    const auto checked = checked_preview(raw);
    ASSERT_TRUE(checked) << checked.error();
    EXPECT_EQ(checked->outline.size(), kPreviewPointsMost);
    EXPECT_EQ(checked->outline[1], "What a new bridge costs to build");
}

TEST(PreviewText, WhatIsNoPreviewIsSaidInWords) {
    EXPECT_EQ(problem_of({}), "has not two sentences in its summary");
    EXPECT_EQ(problem_of({.summary = {"One sentence that stands alone."}, .outline = kSound.outline}),
              "has not two sentences in its summary");
    EXPECT_EQ(problem_of({.summary = kSound.summary, .outline = {"Only one point"}}),
              "has fewer than three different points in its outline");
    EXPECT_EQ(problem_of(with_summary("A sentence that never comes to an end")), "has a sentence without an end");
    EXPECT_EQ(problem_of(with_summary("Yes. No.")), "has a sentence that says too little");
    EXPECT_EQ(problem_of(with_summary(std::string(400, 'a') + ".")), "has a sentence that is too long");
    EXPECT_EQ(problem_of(with_summary(kSound.summary[1])), "says the same in both sentences");
    EXPECT_EQ(problem_of(with_summary("Write two sentences that say what comes.")), "repeats the instruction");
}

TEST(PreviewText, MarkupCodeAndNoiseAreRefused) {
    for (const char* point : {"**What** it costs", "Run `make` first", "<script>alert(1)</script>", "See [this](x)",
                              "See https://example.org", "### What it costs"}) {
        EXPECT_EQ(problem_of(with_point(point)), "has markup or links in it") << point;
    }
    EXPECT_EQ(problem_of(with_point("1.0.0.0/1.0.0.0/1.0.0.0/17")), "is not made of words");
    EXPECT_EQ(problem_of(with_point("the cost of the the the the the thing")), "repeats its words");
    EXPECT_EQ(problem_of(with_point("a " + std::string(60, 'w'))), "runs words together");
    EXPECT_EQ(problem_of(with_point("What\x01 it costs")), "has control characters");
    EXPECT_EQ(problem_of(with_point("What it \xC3 costs")), "is not UTF-8");
    EXPECT_EQ(problem_of(with_point(std::string(130, 'x'))), "has a point that is too long");
    EXPECT_EQ(problem_of(with_point("No")), "has a point that says too little");
}

RC_GTEST_PROP(PreviewText, WhateverPassesIsBoundedAndStaysSo, ()) {
    const auto word =
        rc::gen::element<std::string>("bridge", "traffic", "of", "the", "1.", "-", "costs", "e.g.", "why?", "\n",
                                      "größer", "橋の費用。", "**", "buses", "ferries", "river.");
    const auto text = rc::gen::map(rc::gen::container<std::vector<std::string>>(word), [](const auto& words) {
        return std::accumulate(words.begin(), words.end(), std::string(),
                               [](std::string all, const std::string& next) { return all + next + " "; });
    });
    RawPreview raw{.summary = *rc::gen::container<std::vector<std::string>>(2, text),
                   .outline = *rc::gen::container<std::vector<std::string>>(text)};
    const auto checked = checked_preview(raw);
    if (!checked) return;
    RC_ASSERT(checked->outline.size() >= kPreviewPointsLeast);
    RC_ASSERT(checked->outline.size() <= kPreviewPointsMost);
    RC_ASSERT(checked->summary.size() <= 2 * kSentenceBytesMax + 1);
    for (const std::string& point : checked->outline)
        RC_ASSERT(point.size() <= kPointBytesMax && !point.contains('\n'));
    raw.outline = checked->outline;
    const auto again = checked_preview(raw);
    RC_ASSERT(again.has_value());
    RC_ASSERT(again->outline == checked->outline);
}

}  // namespace
}  // namespace greeninfer::wire
