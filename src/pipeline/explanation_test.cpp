// The parts of a decision that receipts and native replies write alike.
#include <gtest/gtest.h>

#include "models/catalogue.hpp"
#include "pipeline/cascade_report.hpp"
#include "pipeline/decision_json.hpp"
#include "pipeline/placement_json.hpp"

namespace greeninfer::pipeline {
namespace {

std::string written(const auto& write) {
    std::string text;
    wire::JsonWriter writer(text);
    writer.begin_object();
    write(writer);
    writer.end_object();
    return text;
}

TEST(PlacementJson, IsThereWhereCarbonDecided) {
    Outcome outcome;
    EXPECT_FALSE(region_of(outcome) || placement_json(outcome) || deferral_json(outcome));
    outcome.placement.reason = fleet::PlacementReason::low_carbon;
    EXPECT_FALSE(placement_json(outcome)) << "no figure decided anything";
    outcome.placement.ground = grid::Ground::live;
    outcome.placement.fallback = fleet::PlacementFallback::no_region_qualifies;
    outcome.deferral = Deferred{.end = DeferralEnd::forecast, .waited = std::chrono::seconds(90)};
    EXPECT_EQ(written([&](auto& writer) { write_placement(outcome, writer); }),
              R"({"placement":{"reason":"low_carbon","figures":"live","fallback":"no_region_qualifies"},)"
              R"("deferral":{"ended":"forecast","waited_seconds":90}})");
}

TEST(CascadeJson, SaysWhatIsKnownSoFar) {
    CascadeReport report;
    EXPECT_FALSE(cascade_json(report)) << "no cascade ran";
    const models::Model small{.id = 0, .settings = {.name = "s", .tier = models::Tier::small}, .energy = {}};
    report.path = {&small};
    report.plan = "check";
    EXPECT_EQ(cascade_json(report), R"({"plan":"check"})") << "nothing is judged yet";
    report.reason = "nothing speaks for a larger model";
    report.p_right = 0.5;
    EXPECT_EQ(written([&](auto& writer) { write_cascade(report, writer); }),
              R"({"cascade_path":["small"],"escalations":0,"cascade":)" + cascade_json(report).value() + "}");
}

TEST(DecisionJson, BothDialectsHaveTheSameReasonsAndChances) {
    Decision decision;
    EXPECT_FALSE(chances_json(decision)) << "it was not scored";
    auto& assessment = decision.assessment.emplace();
    assessment.reasons = {"asks for a proof", "long", ""};
    assessment.p_right = {0.25, 0.5, 0.75};
    EXPECT_EQ(complexity_reasons(assessment), (std::vector<std::string_view>{"asks for a proof", "long"}));
    const std::string complexity = written([&](auto& writer) { write_complexity(decision, writer); });
    EXPECT_TRUE(complexity.contains(R"("reasons":["asks for a proof","long"])")) << complexity;
    EXPECT_EQ(written([&](auto& writer) { write_chances(decision, writer); }),
              R"({"p_right":)" + chances_json(decision).value() + "}");
    EXPECT_EQ(chances_json(decision), R"({"small":0.25,"medium":0.5,"large":0.75})");
}

}  // namespace
}  // namespace greeninfer::pipeline
