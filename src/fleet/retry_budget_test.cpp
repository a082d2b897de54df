#include "fleet/retry_budget.hpp"

#include <gtest/gtest.h>

namespace greeninfer::fleet {
namespace {

using namespace std::chrono_literals;

int retries_allowed(RetryBudget& budget, Moment now, double share) {
    int allowed = 0;
    while (allowed < 10'000 && budget.take_retry(now, share)) ++allowed;
    return allowed;
}

TEST(RetryBudget, AQuietGatewayMayRetryAFewTimes) {
    RetryBudget budget;
    EXPECT_EQ(retries_allowed(budget, Moment{}, 0.2), RetryBudget::kAlwaysAllowed);
}

TEST(RetryBudget, AllowsItsShareOfTheRequestsOfTheWindow) {
    RetryBudget budget;
    Moment now{100s};
    for (int i = 0; i < 500; ++i) budget.count_request(now);
    now += 9s;
    for (int i = 0; i < 500; ++i) budget.count_request(now);
    EXPECT_EQ(retries_allowed(budget, now, 0.2), 200);
    EXPECT_FALSE(budget.take_retry(now, 0.2));
}

TEST(RetryBudget, ForgetsWhatIsOlderThanTheWindow) {
    RetryBudget budget;
    Moment now{100s};
    for (int i = 0; i < 1000; ++i) budget.count_request(now);
    EXPECT_EQ(retries_allowed(budget, now, 0.2), 200);
    EXPECT_EQ(retries_allowed(budget, now + 10s, 0.2), RetryBudget::kAlwaysAllowed);
}

}  // namespace
}  // namespace greeninfer::fleet
