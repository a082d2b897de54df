// The window ledger against a truth that is known, over occupancies; prints the table that it is judged by.
#include "testing/ledger_trial.hpp"

#include <fmt/core.h>
#include <gtest/gtest.h>

namespace greeninfer::testing {
namespace {

void print(double asked, bool idle_is_configured, const TrialResult& result) {
    fmt::print("{:9.0f} {:>10} {:9.1f} {:9} {:7.1f} % {:7.1f} % {:7.1f} % {:7.1f} % {:7.1f} %  {}\n", asked,
               idle_is_configured ? "configured" : "learnt", result.occupancy, result.requests,
               100 * result.ledger_error, 100 * result.receipt_error, 100 * result.token_error, 100 * result.time_error,
               100 * result.coverage, result.conserved ? "exact" : "BROKEN");
}

TEST(LedgerTrial, ComesWithinATenthOfTheTruth) {
    struct Row {
        double occupancy;
        double most;  // mean error per request
    };
    const Row rows[] = {{1, 0.25}, {2, 0.10}, {4, 0.10}, {8, 0.10}, {16, 0.10}, {32, 0.10}, {64, 0.10}};
    fmt::print("occupancy idle power  measured  requests    ledger   receipt    tokens      time  in 90 %   sums\n");
    for (const Row& row : rows) {
        SCOPED_TRACE(row.occupancy);
        for (const std::optional<Power> idle : {std::optional<Power>(), std::optional(Power::watts(90))}) {
            const TrialResult result = run_ledger_trial({.occupancy = row.occupancy, .seconds = 900, .idle = idle});
            print(row.occupancy, idle.has_value(), result);
            EXPECT_TRUE(result.conserved);
            EXPECT_GT(result.requests, 100U);
            EXPECT_NEAR(result.occupancy, row.occupancy, 0.4 * row.occupancy);
            EXPECT_LT(result.ledger_error, row.most);
            EXPECT_GT(result.coverage, row.occupancy > 1 ? 0.9 : 0.8);
            EXPECT_LT(result.ledger_error, result.token_error);
            EXPECT_LT(result.ledger_error, result.time_error);
        }
    }
}

}  // namespace
}  // namespace greeninfer::testing
