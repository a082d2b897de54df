#include "pipeline/budget_words.hpp"

#include <gtest/gtest.h>

namespace greeninfer::pipeline {
namespace {

using budget::AccountKind;
using budget::Quantity;

TEST(BudgetWords, SayWhichBudgetWhatIsLeftAndWhatHelps) {
    const std::int64_t gram = budget::nanograms(1);
    const WallTime midnight{std::chrono::sys_days(std::chrono::year(2026) / 3 / 2)};
    struct Row {
        ShortageStory story;
        Fault fault;
        std::string_view detail;
    };
    const std::vector<Row> rows = {
        {{.quantity = Quantity::carbon,
          .kind = AccountKind::session,
          .name = "s",
          .limit = {5 * gram, {}},
          .purse = {.used = 5 * gram},
          .estimate = {}},
         Fault::carbon_budget_exceeded,
         "the carbon budget of session 's' (5 g) is used up; another session has a budget of its own"},
        {{.quantity = Quantity::carbon,
          .kind = AccountKind::client,
          .name = "team",
          .limit = {50 * gram, budget::Period::day},
          .purse = {.used = 49 * gram, .reserved = gram / 2, .ends = midnight},
          .estimate = {.carbon_nanograms = 2 * gram}},
         Fault::carbon_budget_exceeded,
         "the carbon budget of client 'team' (50 g per day) has 0.5 g left and this request may take 2 g; lower "
         "max_tokens or choose a smaller model; it begins anew at 2026-03-02T00:00:00Z"},
        {{.quantity = Quantity::money,
          .kind = AccountKind::department,
          .name = "search",
          .limit = {10, budget::Period::month},
          .purse = {.used = 20, .reserved = 0, .ends = midnight},
          .estimate = {.carbon_nanograms = 0, .money_nanodollars = 1}},
         Fault::money_budget_exceeded,
         "the money budget of department 'search' (1e-08 US dollars per month) is used up; it begins anew at "
         "2026-03-02T00:00:00Z"},
    };
    for (const Row& row : rows) {
        SCOPED_TRACE(row.detail);
        const Error error = shortage_error(row.story);
        EXPECT_EQ(error.fault, row.fault);
        EXPECT_EQ(error.detail, row.detail);
    }
}

}  // namespace
}  // namespace greeninfer::pipeline
