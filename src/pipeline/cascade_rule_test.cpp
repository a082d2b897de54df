#include "pipeline/cascade_rule.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace greeninfer::pipeline {
namespace {

GainRule rule_on(CascadeFeature feature, double weight, OperatingPoints points) {
    // The next model is right nine times in ten, whatever the evidence says.
    return {.right_now = {.bias = 0, .weights = {{feature, weight}}},
            .right_next = {.bias = 2.1972245773, .weights = {}},
            .points = std::move(points)};
}

PairCalibration calibrated() {
    const OperatingPoints points = {{0.9, 0.4, 0.8}, {1.0, 0.2, 0.4}};
    PairCalibration pair{.small = "*", .large = "*", .rules = {}, .start = {}};
    pair.rules.push_back({CascadeSignal::check_probability, rule_on(CascadeFeature::check_logit, 1, points)});
    pair.rules.push_back({CascadeSignal::check_word, rule_on(CascadeFeature::check_said_yes, 3, points)});
    pair.rules.push_back(
        {CascadeSignal::own_probability, rule_on(CascadeFeature::own_mean_log_probability, 1, points)});
    pair.rules.push_back({CascadeSignal::cheap, rule_on(CascadeFeature::hedges, -3, {{0.9, 0.5, 0.3}})});
    return pair;
}

struct Row {
    std::string_view name;
    std::optional<double> p_yes;
    std::optional<bool> said_yes;
    std::optional<double> own_mean;
    bool hedges;
    std::optional<CascadeSignal> signal;
    bool escalate;
};

TEST(CascadeRule, TheFirstSignalThatIsThereDecides) {
    using enum CascadeSignal;
    // clang-format off
    const std::vector<Row> rows = {
        {"a sure yes",                  0.95, true,  -9.0, true,  check_probability, false},
        {"a sure no",                   0.05, false, -0.1, false, check_probability, true},
        {"the probability, not the word", 0.9, false, {},  true,  check_probability, false},
        {"only the word yes",           {},   true,  -9.0, true,  check_word,        false},
        {"only the word no",            {},   false, -0.1, false, check_word,        true},
        {"only own, sure",              {},   {},    -0.1, false, own_probability,   true},
        {"only own, in doubt",          {},   {},    -3.0, false, own_probability,   true},
        {"nothing, and it hedges",      {},   {},    {},   true,  cheap,             true},
        {"nothing, and it does not",    {},   {},    {},   false, cheap,             false},
    };
    // clang-format on
    for (const Row& row : rows) {
        SCOPED_TRACE(row.name);
        CascadeEvidence evidence;
        evidence.set_answer("some answer", row.hedges);
        if (row.p_yes) evidence.set_check_probability(*row.p_yes);
        if (row.said_yes) evidence.set_check_word(*row.said_yes);
        if (row.own_mean) evidence.set_own({.mean = *row.own_mean, .least = *row.own_mean, .tokens = 3});
        const CascadeVerdict verdict = judge(calibrated(), evidence, 0.95);
        EXPECT_EQ(verdict.signal, row.signal);
        EXPECT_EQ(verdict.escalate, row.escalate);
        EXPECT_NEAR(verdict.p_right_next.value_or(0), 0.9, 1e-6);
    }
}

TEST(CascadeRule, WithoutARuleTheAnswerIsKept) {
    const PairCalibration none{.small = "*", .large = "*", .rules = {}, .start = {}};
    const CascadeVerdict verdict = judge(none, {}, 0.95);
    EXPECT_FALSE(verdict.escalate);
    EXPECT_FALSE(verdict.signal);
    EXPECT_FALSE(verdict.p_right);
}

TEST(CascadeRule, AHigherTargetNeverKeepsMore) {
    rc::check([] {
        CascadeEvidence evidence;
        evidence.set_check_probability(*rc::gen::inRange(0, 1001) / 1000.0);
        const double a = *rc::gen::inRange(1, 1001) / 1000.0;
        const double b = *rc::gen::inRange(1, 1001) / 1000.0;
        const PairCalibration pair = calibrated();
        const bool low = judge(pair, evidence, std::min(a, b)).escalate;
        const bool high = judge(pair, evidence, std::max(a, b)).escalate;
        RC_ASSERT(!low || high);
    });
}

CascadeCost cost(double small, double check, double large) {
    return {Carbon::grams(small), Carbon::grams(check), Carbon::grams(large)};
}

TEST(CascadeRule, ChecksAreMadeWhereTheySave) {
    using enum CascadePlan;
    struct PlanRow {
        std::string_view name;
        CascadeCost cost;
        CascadePlan plan;
    };
    // At 0.95 the check keeps 0.6 of the answers, and so does the rule on own log-probabilities.
    for (const PlanRow& row : {PlanRow{"cheap", cost(1, 1, 10), check},
                               {"just below", cost(3, 2.9, 10), check},
                               {"the check costs too much", cost(3, 3.1, 10), no_check},
                               {"the small model costs too much", cost(7, 0.1, 10), trust},
                               {"the same model twice", cost(10, 1, 10), start_larger}}) {
        SCOPED_TRACE(row.name);
        EXPECT_EQ(choose_plan(calibrated(), {}, row.cost, CascadeSignal::check_probability, 0.95).plan, row.plan);
    }
    PairCalibration bare = calibrated();
    bare.rules.clear();
    EXPECT_EQ(choose_plan(bare, {}, cost(1, 1, 10), CascadeSignal::check_probability, 0.95).plan, trust);
    EXPECT_EQ(choose_plan(calibrated(), {}, cost(1, 1, 10), {}, 0.95).plan, no_check) << "nobody could check";
}

TEST(CascadeRule, WhereNoRulePaysTheRoutersChoiceStands) {
    CascadeEvidence evidence;
    evidence.set_prompt(0.3, 0.9, 0.5);
    const auto choice = choose_plan(calibrated(), evidence, cost(7, 5, 10), CascadeSignal::check_probability, 0.95);
    EXPECT_EQ(choice.plan, CascadePlan::trust);
}

TEST(CascadeRule, ThePromptAloneMaySkipTheSmallModel) {
    PairCalibration pair = calibrated();
    pair.start = rule_on(CascadeFeature::prompt_small_logit, 1, {{0.9, 0.5, 0.1}});
    const auto plan = [&](std::optional<double> p_right) {
        CascadeEvidence evidence;
        if (p_right) evidence.set_prompt(*p_right, 0.9, 0.5);
        return choose_plan(pair, evidence, cost(1, 1, 10), CascadeSignal::check_probability, 0.95).plan;
    };
    EXPECT_EQ(plan(0.1), CascadePlan::start_larger);
    EXPECT_EQ(plan(0.8), CascadePlan::check);
    EXPECT_EQ(plan({}), CascadePlan::check) << "without a score nothing is skipped";
}

}  // namespace
}  // namespace greeninfer::pipeline
