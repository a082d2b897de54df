#include "base/result.hpp"

#include <gtest/gtest.h>

namespace greeninfer {
namespace {

Result<int> half(int value) {
    if (value % 2 != 0) return fail(Fault::field_out_of_range, "odd", "value");
    return value / 2;
}

Result<int> quarter(int value) {
    TRY(const int once, half(value));
    TRY(const int twice, half(once));
    return twice;
}

TEST(Result, TryPassesValuesOn) {
    EXPECT_EQ(quarter(12).value(), 3);
}

TEST(Result, TryEndsWithTheFirstError) {
    const auto result = quarter(6);
    ASSERT_FALSE(result.has_value());
    EXPECT_EQ(result.error().fault, Fault::field_out_of_range);
    EXPECT_EQ(result.error().field, "value");
}

}  // namespace
}  // namespace greeninfer
