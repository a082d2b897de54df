#include "pipeline/preview.hpp"

#include "pipeline/bill.hpp"
#include "pipeline/preview_for_test.hpp"
#include "pipeline/usage_records.hpp"

namespace greeninfer::pipeline {
namespace {

using PreviewTest = PreviewForTest;
using Line = ModelsByScript::Line;

TEST_F(PreviewTest, IsAllThatTheRequestComesTo) {
    ASSERT_TRUE(send(R"(,"preview":"auto")"));
    ASSERT_TRUE(made());
    EXPECT_EQ(made()->text.outline.size(), 3U);
    EXPECT_EQ(made()->model->settings.name, "s");
    EXPECT_EQ(made()->estimate.model->settings.name, "l");
    ASSERT_TRUE(made()->estimate.footprint && made()->spent.footprint);
    EXPECT_GT(made()->estimate.footprint->energy, made()->spent.footprint->energy);
    EXPECT_EQ(models().purposes, std::vector{Purpose::preview});
    EXPECT_EQ(one->sink.answers, 1);
    ASSERT_EQ(one->exchange.outcome.charges.size(), 1U);
    EXPECT_EQ(end_of(one->exchange.outcome.charges[0], one->exchange), account::End::previewed);
    EXPECT_FALSE(bill_of(one->exchange).baseline) << "no answer, no saving against a larger model";
    EXPECT_FALSE(it.load.previews.is_empty());
}

TEST_F(PreviewTest, AutoGoesByTheScoreThatPeopleSee) {
    score = 38.4F;
    ASSERT_TRUE(send(R"(,"preview":"auto")"));
    EXPECT_FALSE(made());
    score = 38.6F;
    ASSERT_TRUE(send(R"(,"preview":"auto")"));
    EXPECT_TRUE(made());
    score = 5;
    ASSERT_TRUE(send(R"(,"preview":"always")"));
    EXPECT_TRUE(made());
    ASSERT_TRUE(send(""));
    EXPECT_FALSE(made());
}

TEST_F(PreviewTest, OneRepairThenItRunsInFull) {
    models().lines = {Line{.text = "Well."}, Line{.text = std::string(kSoundPreview)}};
    ASSERT_TRUE(send(R"(,"preview":"always")"));
    EXPECT_TRUE(made());
    EXPECT_EQ(one->exchange.outcome.charges.size(), 2U) << "both tries are charged";
    EXPECT_TRUE(models().bodies[1].contains("is not the JSON that was asked for"));
    models().lines = {Line{.text = "Well."}};
    ASSERT_TRUE(send(R"(,"preview":"always")"));
    EXPECT_FALSE(made());
    EXPECT_EQ(report().failed, "the preview is not the JSON that was asked for");
    EXPECT_EQ(models().purposes.back(), Purpose::answer);
    ASSERT_EQ(one->exchange.outcome.charges.size(), 3U);
    EXPECT_EQ(end_of(one->exchange.outcome.charges[2], one->exchange), account::End::answered);
}

TEST_F(PreviewTest, ASchemaThatIsRefusedIsLeftOutAndRemembered) {
    models().lines = {Line{.fails = Fault::upstream_rejected}, Line{.text = std::string(kSoundPreview)}};
    ASSERT_TRUE(send(R"(,"preview":"always")"));
    ASSERT_TRUE(send(R"(,"preview":"always")"));
    ASSERT_EQ(models().bodies.size(), 3U);
    EXPECT_TRUE(models().bodies[0].contains("response_format"));
    EXPECT_FALSE(models().bodies[1].contains("response_format"));
    EXPECT_FALSE(models().bodies[2].contains("response_format"));
}

TEST_F(PreviewTest, WhatEndsTheRequestEndsIt) {
    for (const Fault fault : {Fault::carbon_budget_exceeded, Fault::money_budget_exceeded, Fault::client_gone}) {
        models().lines = {Line{.fails = fault}};
        const auto sent = send(R"(,"preview":"always")");
        ASSERT_FALSE(sent);
        EXPECT_EQ(sent.error().fault, fault);
        EXPECT_EQ(models().purposes.back(), Purpose::preview) << "nothing runs in full";
    }
}

TEST_F(PreviewTest, AConfirmedOutlineFollowsThePrompt) {
    const std::string id = make();
    for (const char* choice : {"expand", "add_detail"}) {
        ASSERT_TRUE(confirm(id, choice));
        EXPECT_FALSE(made());
        EXPECT_EQ(models().purposes.back(), Purpose::answer);
        EXPECT_TRUE(models().bodies.back().contains("1. How much traffic crosses"));
        EXPECT_EQ(one->exchange.decision.model->settings.name, "l");
    }
    const Bill bill = bill_of(one->exchange);
    ASSERT_TRUE(bill.earlier && bill.footprint);
    EXPECT_GT(bill.earlier->energy, Energy());
    const auto saved = bill.saved_pct();
    one->exchange.preview.confirmed.reset();
    EXPECT_LT(saved, bill_of(one->exchange).saved_pct()) << "the saving counts what the preview took";
}

TEST_F(PreviewTest, ADifferentAngleExcludesWhatWasSaid) {
    const std::string first = make();
    const auto spent = made()->spent.footprint->energy;
    models().lines = {Line{.text = std::string(kSoundPreview)}, Line{.text = std::string(kOtherPreview)}};
    ASSERT_TRUE(confirm(first, "different_angle"));
    ASSERT_TRUE(made());
    EXPECT_EQ(made()->text.outline[0], "Birds that breed nearby");
    EXPECT_TRUE(models().bodies.back().contains("says an earlier outline again"));
    EXPECT_GT(made()->spent.footprint->energy.as_joules(), 2 * spent.as_joules());
    models().lines = {Line{.text = std::string(kOtherPreview)}};
    ASSERT_TRUE(confirm(made()->id, "different_angle"));
    EXPECT_FALSE(made());
    EXPECT_TRUE(models().bodies.back().contains("Do not follow these outlines"));
    EXPECT_TRUE(models().bodies.back().contains("How much traffic crosses")) << "the first one too";
}

TEST_F(PreviewTest, WhatRunsInFullIsNotOpenAnyMore) {
    const std::string id = make();
    ASSERT_TRUE(confirm(id, "expand"));
    EXPECT_TRUE(it.load.previews.is_empty());
    make();
    ASSERT_TRUE(send(R"(,"preview":"auto")", "Another prompt?"));
    ASSERT_TRUE(send(""));
    EXPECT_FALSE(it.load.previews.is_empty()) << "of the other prompt";
    score = 5;
    ASSERT_TRUE(send(R"(,"preview":"auto")", "Another prompt?"));
    EXPECT_TRUE(it.load.previews.is_empty());
}

TEST_F(PreviewTest, ASecondPreviewOfAPromptCountsTheFirst) {
    make();
    const auto spent = made()->spent.footprint->energy;
    make();
    EXPECT_NEAR(made()->spent.footprint->energy.as_joules(), 2 * spent.as_joules(), 1e-9);
}

}  // namespace
}  // namespace greeninfer::pipeline
