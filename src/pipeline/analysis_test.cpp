#include "pipeline/analysis.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "pipeline/exchange_for_test.hpp"
#include "pipeline/reading.hpp"
#include "pipeline/routing.hpp"
#include "pipeline/worker_for_test.hpp"

namespace greeninfer::pipeline {
namespace {

using models::Tier;
using testing::HasSubstr;

class AnalysisTest : public testing::Test {
protected:
    AnalysisTest()
        : generation_(make_generation({.models = {model_for_test("s", Tier::small), model_for_test("m", Tier::medium),
                                                  model_for_test("l", Tier::large)}},
                                      it_.names)) {}

    // What the last of these stages makes of the body: the analysis, or a real run up to its model.
    template <class Last>
    Exchange& run(const std::string& body) {
        one_ = std::make_unique<ExchangeForTest>(generation_, body);
        one_->native();
        std::vector<std::unique_ptr<Stage>> stages;
        stages.push_back(std::make_unique<Reading>());
        stages.push_back(std::make_unique<Last>(it_.worker));
        stages.push_back(std::make_unique<LastStage>());
        EXPECT_TRUE(it_.run(Next(stages)(one_->exchange)).has_value());
        return one_->exchange;
    }

    WorkerForTest it_;
    std::shared_ptr<Generation> generation_;
    std::unique_ptr<ExchangeForTest> one_;
};

constexpr std::string_view kQuestions[] = {
    R"({"prompt":"hi there"})",
    R"({"prompt":"Prove that every bounded monotone sequence of real numbers converges.","mode":"performance"})",
    R"({"prompt":"Derive the Euler-Lagrange equation and apply it to a double pendulum.","mode":"eco"})",
    R"({"prompt":"And why?","context":[{"role":"user","content":"Explain quantum error correction."}]})",
};

TEST_F(AnalysisTest, SaysWhatARealRunDoes) {
    for (const std::string_view question : kQuestions) {
        SCOPED_TRACE(question);
        const Decision real = run<Routing>(std::string(question)).decision;
        const Exchange& analysed = run<Analysis>(std::string(question));
        EXPECT_EQ(analysed.decision.model, real.model);
        EXPECT_EQ(analysed.decision.reason, real.reason);
        EXPECT_EQ(analysed.decision.ladder, real.ladder);
        EXPECT_EQ(analysed.decision.assessment->score, real.assessment->score);
        EXPECT_THAT(analysed.outcome.text, HasSubstr("\"recommended_model\":\"" + real.model->settings.name + "\""));
    }
}

TEST_F(AnalysisTest, NamesScoreReasonsFeaturesAndWhatWasWeighed) {
    const std::string json = run<Analysis>(std::string(kQuestions[1])).outcome.text;
    for (const std::string part :
         {R"("original_prompt":"Prove that)", R"("complexity_score":0.)", R"("complexity_label":")",
          R"("accuracy_req":")", R"("features":{)", R"("log_letters":)", R"("reasons":[)", R"("p_right":{"small":)",
          R"("recommended_tier":")", R"("mode_used":"performance")", R"("ladder":[")",
          R"("candidates":[{"model":"s","tier":"small","p_right":)", R"("optimizer_used":false)", R"("scorer":")"}) {
        EXPECT_THAT(json, HasSubstr(part));
    }
}

TEST_F(AnalysisTest, LabelsHaveTheirAccuracy) {
    using enum scorer::Label;
    EXPECT_EQ(accuracy_required(trivial), "Low");
    EXPECT_EQ(accuracy_required(simple), "Moderate");
    EXPECT_EQ(accuracy_required(medium), "High");
    EXPECT_EQ(accuracy_required(complex), "Critical");
}

}  // namespace
}  // namespace greeninfer::pipeline
