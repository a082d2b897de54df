#include "pipeline/start_choice.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>

#include "pipeline/generation_for_test.hpp"
#include "pipeline/routing.hpp"

namespace greeninfer::pipeline {
namespace {

using models::Tier;

class StartChoiceTest : public testing::Test {
protected:
    StartChoiceTest() {
        use({model_for_test("s", Tier::small), model_for_test("m", Tier::medium), model_for_test("l", Tier::large)});
    }
    void use(std::vector<models::ModelSettings> models) {
        generation_ = make_generation({.models = std::move(models)}, names_);
    }
    // Chances of small, medium, large, and the score.
    Result<Decision> decide_for(std::array<double, 3> p_right, double score = 50) {
        assessment_.p_right = p_right;
        assessment_.score = score;
        wire::RequestView view;
        view.model = "auto";
        return decide({.generation = *generation_,
                       .snapshot = *generation_->grid_board->now(),
                       .view = view,
                       .requested_mode = mode_,
                       .assessment = &assessment_,
                       .smallest_only = smallest_only_});
    }
    std::string start(std::array<double, 3> p_right, double score = 50) {
        return decide_for(p_right, score)->model->settings.name;
    }

    telemetry::LabelNames names_;
    std::shared_ptr<Generation> generation_;
    scorer::Assessment assessment_;
    Mode mode_ = Mode::balanced;
    bool smallest_only_ = false;
};

TEST_F(StartChoiceTest, AModeWeighsCarbonAgainstTheChanceToAnswerWell) {
    struct Row {
        std::array<double, 3> p_right;
        std::string eco, balanced, performance;
    };
    const std::vector<Row> rows = {
        {{0.90, 0.91, 0.92}, "s", "s", "s"}, {{0.30, 0.45, 0.50}, "m", "m", "m"}, {{0.30, 0.35, 0.65}, "s", "l", "l"},
        {{0.20, 0.30, 0.90}, "l", "l", "l"}, {{0.50, 0.55, 0.70}, "s", "m", "l"}, {{0.05, 0.05, 0.05}, "s", "s", "s"},
    };
    for (const Row& row : rows) {
        SCOPED_TRACE(testing::PrintToString(row.p_right));
        mode_ = Mode::eco;
        EXPECT_EQ(start(row.p_right), row.eco);
        mode_ = Mode::balanced;
        EXPECT_EQ(start(row.p_right), row.balanced);
        mode_ = Mode::performance;
        EXPECT_EQ(start(row.p_right), row.performance);
    }
}

TEST_F(StartChoiceTest, TheLadderGoesUpFromTheStart) {
    const auto ladder = [this](std::array<double, 3> p_right) {
        std::string names;
        for (const models::Model* model : decide_for(p_right)->ladder) names += model->settings.name;
        return names;
    };
    EXPECT_EQ(ladder({0.9, 0.9, 0.9}), "sml");
    EXPECT_EQ(ladder({0.2, 0.6, 0.65}), "ml");
    EXPECT_EQ(ladder({0.1, 0.1, 0.9}), "l");
    smallest_only_ = true;
    EXPECT_EQ(ladder({0.1, 0.1, 0.9}), "s");
    EXPECT_TRUE(decide_for({0.1, 0.1, 0.9})->reason.contains("budget"));
}

TEST_F(StartChoiceTest, BandsUseTheScoreAlone) {
    generation_->routing.policy = Policy::bands;
    EXPECT_EQ(start({0, 0, 1}, 39.9), "s");
    EXPECT_EQ(start({1, 0, 0}, 40), "m");
    EXPECT_EQ(start({1, 0, 0}, 70), "l");
    mode_ = Mode::performance;
    EXPECT_EQ(start({1, 0, 0}, 39.9), "m");
    use({model_for_test("s", Tier::small), model_for_test("m", Tier::medium)});
    generation_->routing.policy = Policy::bands;
    EXPECT_EQ(start({1, 0, 0}, 99), "m") << "the largest there is";
}

TEST_F(StartChoiceTest, AnAskedForQualityTakesTheCheapestThatReachesIt) {
    auto small = model_for_test("s", Tier::small);
    small.quality = 0.6;
    auto medium = model_for_test("m", Tier::medium);
    medium.quality = 0.8;
    use({small, medium, model_for_test("l", Tier::large)});
    generation_->routing.min_quality = 0.5;
    EXPECT_EQ(start({0, 0, 0.9}), "s") << "measured quality counts before the chance";
    generation_->routing.min_quality = 0.7;
    EXPECT_EQ(start({0.99, 0, 0.9}), "m");
    generation_->routing.min_quality = 0.85;
    EXPECT_EQ(start({0, 0, 0.9}), "l") << "without a measurement the chance counts";
    const auto decided = decide_for({0, 0, 0.5});
    EXPECT_EQ(decided->model->settings.name, "m") << "the nearest";
    EXPECT_TRUE(decided->reason.contains("no model reaches routing.min_quality 0.85")) << decided->reason;
}

TEST_F(StartChoiceTest, MoneyCountsOnlyWhereEveryPriceIsKnown) {
    auto small = model_for_test("s", Tier::small);
    small.price = {.input_per_mtok = 10, .output_per_mtok = 10};
    auto large = model_for_test("l", Tier::large);
    use({small, large});
    generation_->routing.balanced = {.carbon_weight = 0, .cost_weight = 0.5};
    EXPECT_EQ(start({0.5, 0.5, 0.4}), "s");
    EXPECT_FALSE(decide_for({0.5, 0.5, 0.6})->candidates[0].relative_cost);
    large.price = {.input_per_mtok = 1, .output_per_mtok = 1};
    use({small, large});
    generation_->routing.balanced = {.carbon_weight = 0, .cost_weight = 0.5};
    EXPECT_EQ(start({0.5, 0.5, 0.4}), "l") << "the larger is ten times cheaper";
    EXPECT_DOUBLE_EQ(*decide_for({0.5, 0.5, 0.4})->candidates[1].relative_cost, 0.1);
}

TEST_F(StartChoiceTest, APromptThatDoesNotFitTheWindowStartsHigher) {
    auto small = model_for_test("s", Tier::small);
    small.context_window = 100;
    use({small, model_for_test("l", Tier::large)});
    wire::RequestView view;
    view.model = "auto";
    view.texts = {{0, 600}};
    EXPECT_EQ(decide({.generation = *generation_, .snapshot = *generation_->grid_board->now(), .view = view})
                  ->model->settings.name,
              "l");
    view.texts = {{0, 300}};
    EXPECT_EQ(decide({.generation = *generation_, .snapshot = *generation_->grid_board->now(), .view = view})
                  ->model->settings.name,
              "s");
    view.max_tokens = 50;
    EXPECT_EQ(decide({.generation = *generation_, .snapshot = *generation_->grid_board->now(), .view = view})
                  ->model->settings.name,
              "l");
    use({small});
    EXPECT_EQ(decide({.generation = *generation_, .snapshot = *generation_->grid_board->now(), .view = view})
                  ->model->settings.name,
              "s")
        << "only its tokenizer knows whether it fits";
}

TEST_F(StartChoiceTest, XlargeIsNeverLessLikelyRightThanLarge) {
    rc::check("p_right_of", [] {
        const auto probability = [] { return *rc::gen::inRange(0, 1001) / 1000.0; };
        scorer::Assessment assessment;
        assessment.p_right = {probability(), probability(), probability()};
        const double xlarge = p_right_of(assessment, Tier::xlarge);
        RC_ASSERT(xlarge >= assessment.p_right[2] - 1e-5);
        RC_ASSERT(xlarge <= 1);
    });
}

TEST_F(StartChoiceTest, MoreWeightOnCarbonNeverStartsHigher) {
    rc::check("monotone", [this] {
        const auto probability = [] { return *rc::gen::inRange(0, 1001) / 1000.0; };
        const std::array<double, 3> p_right = {probability(), probability(), probability()};
        const double light = *rc::gen::inRange(0, 100) / 100.0;
        const double heavy = light + *rc::gen::inRange(0, 100) / 100.0;
        generation_->routing.balanced.carbon_weight = light;
        const auto first = decide_for(p_right)->model->settings.tier;
        generation_->routing.balanced.carbon_weight = heavy;
        RC_ASSERT(decide_for(p_right)->model->settings.tier <= first);
    });
}

}  // namespace
}  // namespace greeninfer::pipeline
