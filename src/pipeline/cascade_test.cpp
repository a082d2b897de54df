#include "pipeline/cascade.hpp"

#include "pipeline/cascade_for_test.hpp"

namespace greeninfer::pipeline {
namespace {

using Calls = std::vector<std::string>;

struct Row {
    std::string_view name;
    std::map<std::string, Part> parts;
    Calls calls;
    Calls path;
    unsigned escalations;
    std::string_view signal;
};

TEST(Cascade, AsksAsTheTableSays) {
    const Part yes{.p_yes = 0.9};
    const Part no{.check = "NO", .p_yes = 0.1};
    // clang-format off
    const std::vector<Row> rows = {
        {"kept", {{"m", yes}}, {"answer s", "check m"}, {"s"}, 0, "check_probability"},
        {"replaced once", {{"m", no}, {"l", yes}}, {"answer s", "check m", "answer m", "check l"}, {"s", "m"}, 1, "check_probability"},
        {"replaced twice", {{"m", no}, {"l", no}}, {"answer s", "check m", "answer m", "check l", "answer l"}, {"s", "m", "l"}, 2, "check_probability"},
        {"the word of a model without log-probabilities", {{"m", {.check = "no"}}, {"l", {.check = "Yes."}}},
         {"answer s", "check m", "answer m", "check l"}, {"s", "m"}, 1, "check_word"},
        {"no check, sure of itself", {{"s", {.own_log_probability = -0.01}}, {"m", {.check = ""}}}, {"answer s", "check m"}, {"s"}, 0, "own_probability"},
        {"no check, in doubt", {{"s", {.own_log_probability = -4}}, {"m", {.check = ""}}, {"l", yes}},
         {"answer s", "check m", "answer m", "check l"}, {"s", "m"}, 1, "check_probability"},
        {"prose, and nothing else", {{"m", {.check = "The answer"}}}, {"answer s", "check m"}, {"s"}, 0, "cheap"},
        {"empty", {{"s", {.text = ""}}, {"l", yes}}, {"answer s", "answer m", "check l"}, {"s", "m"}, 1, "check_probability"},
        {"an error climbs", {{"s", {.fails = Fault::upstream_failed}}, {"l", yes}}, {"answer s", "answer m", "check l"}, {"s", "m"}, 0, "check_probability"},
        {"a full engine climbs", {{"s", {.fails = Fault::too_many_requests}}, {"l", yes}}, {"answer s", "answer m", "check l"}, {"s", "m"}, 0, "check_probability"},
        {"the larger model is down", {{"m", {.fails = Fault::upstream_unreachable, .check = "NO", .p_yes = 0.1}}, {"l", {.fails = Fault::upstream_failed}}},
         {"answer s", "check m", "answer m", "answer l"}, {"s", "m", "l", "s"}, 1, "check_probability"},
    };
    // clang-format on
    for (const Row& row : rows) {
        SCOPED_TRACE(row.name);
        for (const std::string members : {"", R"("stream":true,)"}) {
            SCOPED_TRACE(members);
            CascadeForTest it;
            it.parts = row.parts;
            const auto done = it.send(members);
            ASSERT_TRUE(done) << done.error().detail;
            EXPECT_EQ(it.calls(), row.calls);
            EXPECT_EQ(it.path(), row.path);
            EXPECT_EQ(it.report().escalations, row.escalations);
            EXPECT_EQ(it.report().signal, row.signal);
            EXPECT_TRUE(it.written().contains("<" + row.path.back() + ">fine")) << it.written();
            EXPECT_EQ(it.one->exchange.decision.model->settings.name, row.path.back());
            EXPECT_EQ(it.one->exchange.outcome.charges.size(), it.calls().size());
        }
    }
}

TEST(Cascade, WhatMayNotClimbEndsTheRequest) {
    for (const Fault fault : {Fault::upstream_rejected, Fault::carbon_budget_exceeded, Fault::client_gone}) {
        CascadeForTest it;
        it.parts["s"].fails = fault;
        EXPECT_EQ(it.send().error().fault, fault);
        EXPECT_EQ(it.path(), Calls({"s"}));
    }
}

TEST(Cascade, ABudgetThatEndsKeepsTheEarlierAnswer) {
    CascadeForTest it;
    it.parts["m"] = {.fails = Fault::carbon_budget_exceeded, .check = "NO", .p_yes = 0.1};
    ASSERT_TRUE(it.send());
    EXPECT_TRUE(it.written().contains("<s>"));
    EXPECT_EQ(it.path(), Calls({"s", "m", "s"}));
}

TEST(Cascade, SettingsAreKept) {
    CascadeForTest it;
    it.parts["m"] = {.check = "NO", .p_yes = 0.1};
    it.generation->cascade.max_escalations = 1;
    ASSERT_TRUE(it.send());
    EXPECT_EQ(it.calls(), Calls({"answer s", "check m", "answer m"}));
    it.generation->cascade.max_escalations = 0;
    ASSERT_TRUE(it.send());
    EXPECT_EQ(it.calls(), Calls({"answer s"}));
    it.generation->cascade = {.streaming = CascadeStreaming::commit_immediately};
    ASSERT_TRUE(it.send(R"("stream":true,)"));
    EXPECT_EQ(it.calls(), Calls({"answer s"}));
    it.generation->cascade = {.enabled = false};
    ASSERT_TRUE(it.send());
    EXPECT_EQ(it.calls(), Calls({"answer s"}));
    EXPECT_TRUE(it.path().empty());
    it.generation->cascade = {};
    ASSERT_TRUE(it.send(R"("n":2,)"));
    EXPECT_EQ(it.calls(), Calls({"answer s"})) << "several answers are not judged";
}

TEST(Cascade, AMissingFieldIsRemembered) {
    CascadeForTest it;
    it.parts["m"] = {.check = "Yes"};
    ASSERT_TRUE(it.send());
    const auto missing = [&] {
        telemetry::LabelNames& names = it.it.names;
        std::string text;
        telemetry::MetricsWriter writer(text);
        CascadeMetrics::write(writer, std::array<const CascadeMetrics*, 1>{&it.it.worker.cascade}, names);
        return text;
    };
    EXPECT_TRUE(missing().contains("greeninfer_log_probabilities_missing_total{model=\"m\"} 1")) << missing();
    ASSERT_TRUE(it.send());
    EXPECT_TRUE(missing().contains("greeninfer_log_probabilities_missing_total{model=\"m\"} 1")) << "not asked again";
    EXPECT_TRUE(missing().contains("greeninfer_cascade_checks_total{model=\"m\",result=\"word\"} 2"));
    EXPECT_TRUE(missing().contains("greeninfer_cascade_judgements_total{signal=\"check_word\",result=\"kept\"} 2"));
}

TEST(Cascade, ALargerModelThatCostsNoMoreAnswersAtOnce) {
    CascadeForTest it;
    it.generation->cascade_calibration = std::make_shared<const CascadeCalibration>(
        CascadeCalibration::parse(
            R"({"format":"greeninfer-cascade-calibration","version":1,"pairs":[{"small":"s","large":"m",
        "rules":[],"start":{"right_now":{"bias":-3,"weights":{}},"right_next":{"bias":3,"weights":{}},
        "skip_above":[{"quality_target":0.95,"gain":0.5,"skipped_share":1}]}}]})",
            "test")
            .value());
    ASSERT_TRUE(it.send());
    EXPECT_EQ(it.calls(), Calls({"answer m"}));
    EXPECT_EQ(it.path(), Calls({"m"}));
    EXPECT_EQ(it.report().reason, "the prompt alone says that it would fail");
}

TEST(Cascade, AClientThatLeavesEndsIt) {
    CascadeForTest it;
    it.parts["m"].p_yes = 0.9;
    EXPECT_EQ(it.send("", 0).error().fault, Fault::client_gone);
    EXPECT_EQ(it.calls(), Calls({"answer s", "check m"})) << "nobody else is asked";
}

}  // namespace
}  // namespace greeninfer::pipeline
