#include "pipeline/lacking_models.hpp"

#include <gtest/gtest.h>

namespace greeninfer::pipeline {
namespace {

using namespace std::chrono_literals;

TEST(LackingModels, AreAskedAgainAfterAWhile) {
    constexpr Moment now{1h};
    LackingModels models(10min);
    models.note(3, now);
    EXPECT_TRUE(models.contains(3, now + 10min - 1ns));
    EXPECT_FALSE(models.contains(3, now + 10min));
    EXPECT_FALSE(models.contains(4, now));
    models.note(3, now + 9min);
    EXPECT_TRUE(models.contains(3, now + 18min)) << "found lacking again";
}

}  // namespace
}  // namespace greeninfer::pipeline
