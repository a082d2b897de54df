#include "budget/memory_store.hpp"

#include <gtest/gtest.h>

#include "budget/ledger_for_test.hpp"

namespace greeninfer::budget {
namespace {

using namespace std::chrono_literals;

class MemoryStoreTest : public ::testing::Test, protected LedgerForTest {
protected:
    PurseStatus carbon_of(const Line& line) { return store.status(line).carbon; }
};

TEST_F(MemoryStoreTest, WorkIsReservedThenCharged) {
    const std::vector lines = {client("team", carbon_limit(100))};
    auto reservation = reserve(lines, 60);
    ASSERT_TRUE(reservation.has_value());
    EXPECT_EQ(carbon_of(lines[0]).reserved, 60);
    EXPECT_EQ(carbon_of(lines[0]).used, 0);
    reservation->settle(spent(45, 7));
    EXPECT_EQ(carbon_of(lines[0]).reserved, 0);
    EXPECT_EQ(carbon_of(lines[0]).used, 45);
    EXPECT_EQ(store.status(lines[0]).totals, spent(45, 7));
    reservation->settle(spent(45));
    EXPECT_EQ(carbon_of(lines[0]).used, 45) << "charged once";
}

TEST_F(MemoryStoreTest, WorkThatIsNotDoneIsGivenBack) {
    const std::vector lines = {client("team", carbon_limit(100))};
    {
        auto first = reserve(lines, 100);
        ASSERT_TRUE(first.has_value());
        Reservation moved = *std::move(first);
        EXPECT_FALSE(reserve(lines, 1).has_value());
        Reservation again;
        again = std::move(moved);
        EXPECT_EQ(carbon_of(lines[0]).reserved, 100);
    }
    EXPECT_EQ(carbon_of(lines[0]).held(), 0);
    EXPECT_TRUE(reserve(lines, 100).has_value());
}

TEST_F(MemoryStoreTest, ALimitIsReachedExactlyAndThenNothingFits) {
    const std::vector lines = {client("team", carbon_limit(100))};
    reserve(lines, 99).value().settle(spent(99));
    EXPECT_FALSE(reserve(lines, 2).has_value());
    reserve(lines, 1).value().settle(spent(1));
    EXPECT_FALSE(reserve(lines, 0).has_value()) << "not even what is thought free";
}

TEST_F(MemoryStoreTest, ReservesInAllAccountsOrInNone) {
    const std::vector lines = {session("s", carbon_limit(1000)), client("team", carbon_limit(1000)),
                               department("search", {.carbon = Limit{10, {}}, .money = Limit{10, {}}})};
    const auto too_dirty = reserve(lines, 11, 1);
    ASSERT_FALSE(too_dirty.has_value());
    EXPECT_EQ(too_dirty.error().kind, AccountKind::department);
    EXPECT_EQ(too_dirty.error().quantity, Quantity::carbon);
    const auto too_dear = reserve(lines, 1, 11);
    ASSERT_FALSE(too_dear.has_value());
    EXPECT_EQ(too_dear.error().quantity, Quantity::money);
    for (const Line& line : lines) EXPECT_EQ(carbon_of(line).held(), 0);
    auto fits = reserve(lines, 10, 10);
    ASSERT_TRUE(fits.has_value());
    for (const Line& line : lines) EXPECT_EQ(carbon_of(line).reserved, 10);
}

TEST_F(MemoryStoreTest, AnOverdraftIsCountedAllTheSame) {
    const std::vector lines = {client("team", carbon_limit(10))};
    auto beyond = reserve(lines, 25, 0, Overdraft::allowed);
    ASSERT_TRUE(beyond.has_value());
    beyond->settle(spent(20));
    EXPECT_EQ(carbon_of(lines[0]).used, 20);
}

TEST_F(MemoryStoreTest, ABudgetBeginsAnewWithItsPeriodAndPromisesGoAlong) {
    const std::vector lines = {client("team", carbon_limit(100, Period::hour))};
    reserve(lines, 90).value().settle(spent(90));
    auto running = reserve(lines, 10);
    EXPECT_FALSE(reserve(lines, 1).has_value());
    clock.pass(1h);
    EXPECT_EQ(carbon_of(lines[0]).used, 0);
    EXPECT_EQ(carbon_of(lines[0]).reserved, 10);
    running->settle(spent(12));
    EXPECT_EQ(carbon_of(lines[0]).used, 12) << "charged when it ends";
    EXPECT_EQ(store.status(lines[0]).totals.cost.carbon_nanograms, 102);
    EXPECT_EQ(carbon_of(lines[0]).ends, span_of(Period::hour, clock.wall_now()).end);
}

TEST_F(MemoryStoreTest, ALimitThatIsLoweredHoldsForTheNextRequest) {
    Line line = client("team", carbon_limit(100));
    reserve({line}, 60).value().settle(spent(60));
    line.limits = carbon_limit(50);
    EXPECT_FALSE(reserve({line}, 1).has_value());
    EXPECT_EQ(client("team", {}).account, line.account) << "what is spent belongs to the name";
    EXPECT_NE(department("team", {}).account, line.account);
}

TEST_F(MemoryStoreTest, CostsThatAreOutOfThisWorldDoNotWrapAround) {
    const std::vector lines = {client("team", carbon_limit(kCostMax))};
    for (int i = 0; i < 3; ++i) {
        reserve(lines, std::numeric_limits<std::int64_t>::max(), 0, Overdraft::allowed)
            .value()
            .settle(spent(std::numeric_limits<std::int64_t>::max()));
    }
    EXPECT_EQ(carbon_of(lines[0]).used, std::numeric_limits<std::int64_t>::max());
    EXPECT_FALSE(reserve(lines, 1).has_value());
}

TEST_F(MemoryStoreTest, RequestsAndTokensAreTakenTogetherOrNotAtAll) {
    const Line line = client("team", {});
    const RateLimits limits{.requests = 2, .tokens = 100};
    const RateAnswer first = store.take(*line.account, limits, 60);
    EXPECT_TRUE(first.allowed);
    EXPECT_EQ(first.requests->remaining, 1);
    EXPECT_EQ(first.tokens->remaining, 40);
    const RateAnswer too_many_tokens = store.take(*line.account, limits, 60);
    EXPECT_FALSE(too_many_tokens.allowed);
    EXPECT_TRUE(too_many_tokens.by_tokens);
    EXPECT_FALSE(too_many_tokens.never);
    EXPECT_EQ(too_many_tokens.wait, 12s);
    EXPECT_EQ(too_many_tokens.requests->remaining, 1) << "a refused request takes nothing";
    EXPECT_TRUE(store.take(*line.account, limits, 101).never);
    EXPECT_TRUE(store.take(*line.account, limits, 40).allowed);
    const RateAnswer too_many = store.take(*line.account, limits, 0);
    EXPECT_FALSE(too_many.allowed);
    EXPECT_FALSE(too_many.by_tokens);
    EXPECT_EQ(too_many.wait, 30s);
    clock.pass(30s);
    EXPECT_TRUE(store.take(*line.account, limits, 0).allowed);
}

TEST_F(MemoryStoreTest, TokensAreCorrectedWhenTheyAreKnown) {
    const Line line = client("team", {});
    const RateLimits limits{.requests = {}, .tokens = 100};
    EXPECT_TRUE(store.take(*line.account, limits, 60).allowed);
    store.correct_tokens(*line.account, limits, -50);
    EXPECT_TRUE(store.take(*line.account, limits, 90).allowed);
    store.correct_tokens(*line.account, limits, 100);
    EXPECT_EQ(store.take(*line.account, limits, 1).wait, 60'600ms) << "the debt is waited for";
    EXPECT_FALSE(store.take(*line.account, limits, 1).requests.has_value());
}

}  // namespace
}  // namespace greeninfer::budget
