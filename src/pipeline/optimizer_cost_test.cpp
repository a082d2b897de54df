#include "pipeline/optimizer_cost.hpp"

#include <gtest/gtest.h>

namespace greeninfer::pipeline {
namespace {

using namespace std::chrono_literals;

TEST(OptimizerCost, AssumesUntilItHasMeasured) {
    OptimizerCost cost;
    EXPECT_FALSE(cost.habits().is_measured);
    EXPECT_EQ(cost.habits().cpu_time_per_word, OptimizerCost::kAssumedCpuTimePerWord);
    cost.record({.cpu_time = 20ms, .words = 100, .open_words = 10, .deleted = 10});
    EXPECT_TRUE(cost.habits().is_measured);
    EXPECT_DOUBLE_EQ(cost.habits().cpu_time_per_word.count(), 0.2e-3);
    EXPECT_DOUBLE_EQ(cost.habits().deleted_per_open_word, 0.5 + 0.05 * 0.5);
}

TEST(OptimizerCost, FollowsTheNewestCalls) {
    OptimizerCost cost;
    for (int i = 0; i < 100; ++i) cost.record({.cpu_time = 100ms, .words = 100, .open_words = 10, .deleted = 0});
    for (int i = 0; i < 100; ++i) cost.record({.cpu_time = 10ms, .words = 100, .open_words = 10, .deleted = 10});
    EXPECT_NEAR(cost.habits().cpu_time_per_word.count(), 0.1e-3, 0.01e-3);
    EXPECT_NEAR(cost.habits().deleted_per_open_word, 1, 0.01);
}

TEST(OptimizerCost, ACallWithoutWordsSaysNothing) {
    OptimizerCost cost;
    cost.record({.cpu_time = 5ms});
    EXPECT_FALSE(cost.habits().is_measured);
}

}  // namespace
}  // namespace greeninfer::pipeline
