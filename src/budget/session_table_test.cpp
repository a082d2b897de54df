#include <gtest/gtest.h>

#include "budget/ledger_for_test.hpp"

namespace greeninfer::budget {
namespace {

using namespace std::chrono_literals;

class SessionTableTest : public ::testing::Test, protected LedgerForTest {
protected:
    static constexpr SessionBounds kThree{.sessions_of_owner = 3, .idle = 1h};

    Result<std::shared_ptr<Account>> open(const std::string& id, const std::string& owner = "") {
        return store.open_session({owner, id}, kThree);
    }
    void spend(const std::string& id, const std::string& owner = "") {
        const std::vector lines = {Line{AccountKind::session, open(id, owner).value(), {}}};
        reserve(lines, 1).value().settle(spent(1));
    }
    bool knows(const std::string& id, const std::string& owner = "") {
        return store.find_session({owner, id}, kThree) != nullptr;
    }
};

TEST_F(SessionTableTest, ASessionGoesOnUntilItIsIdleForTooLong) {
    spend("a");
    clock.pass(59min);
    spend("a");
    clock.pass(59min);
    EXPECT_EQ(store.status({AccountKind::session, open("a").value(), {}}).totals, spent(2));
    clock.pass(1h);
    EXPECT_FALSE(knows("a"));
    EXPECT_EQ(store.status({AccountKind::session, open("a").value(), {}}).totals, Totals());
}

TEST_F(SessionTableTest, ASessionThatIsUsedNowIsNotIdleHoweverLongItTakes) {
    const auto held = open("a").value();
    clock.pass(10h);
    EXPECT_EQ(open("a").value(), held);
}

TEST_F(SessionTableTest, WhatAnotherClientDoesCannotBeSeenOrForgotten) {
    spend("a", "one");
    EXPECT_TRUE(knows("a", "one"));
    EXPECT_FALSE(knows("a", "two"));
    EXPECT_FALSE(knows("a"));
    EXPECT_FALSE(store.forget_session({"two", "a"}, kThree));
    EXPECT_TRUE(store.forget_session({"one", "a"}, kThree));
    EXPECT_FALSE(knows("a", "one"));
}

TEST_F(SessionTableTest, FullItRefusesRatherThanForgetABudgetInUse) {
    for (const char* id : {"a", "b", "c"}) spend(id);
    const auto refused = open("d");
    ASSERT_FALSE(refused.has_value());
    EXPECT_EQ(refused.error().fault, Fault::too_many_requests);
    EXPECT_EQ(refused.error().field, "session_id");
    EXPECT_TRUE(refused.error().detail.contains("budget.max_sessions")) << refused.error().detail;
    EXPECT_TRUE(refused.error().retry_after.has_value());
    for (const char* id : {"a", "b", "c"}) EXPECT_TRUE(knows(id));
    EXPECT_TRUE(open("a").has_value()) << "known ones go on";
    EXPECT_TRUE(open("d", "another client").has_value()) << "others have a table of their own";
    clock.pass(1h);
    EXPECT_TRUE(open("d").has_value());
    EXPECT_EQ(store.session_count(), 2u) << "the idle ones are gone";
}

TEST_F(SessionTableTest, FullItForgetsThoseThatNeverSpentAnything) {
    spend("a");
    for (int i = 0; i < 100; ++i) EXPECT_TRUE(open("empty" + std::to_string(i)).has_value());
    EXPECT_TRUE(knows("a"));
    EXPECT_EQ(store.session_count(), 3u);
    const auto held = std::array{open("x").value(), open("y").value()};
    EXPECT_FALSE(open("z").has_value()) << "those are being used";
}

TEST_F(SessionTableTest, AForgottenSessionMayStillBeCharged) {
    const std::vector lines = {Line{AccountKind::session, open("a").value(), carbon_limit(10)}};
    auto running = reserve(lines, 10);
    EXPECT_TRUE(store.forget_session({"", "a"}, kThree));
    running->settle(spent(9));
    EXPECT_FALSE(knows("a"));
}

TEST_F(SessionTableTest, AMillionSessionsStayBounded) {
    const SessionBounds bounds{.sessions_of_owner = 1000, .idle = 1h};
    std::size_t refused = 0;
    for (int i = 0; i < 1'000'000; ++i) {
        const auto opened = store.open_session({"", "session-" + std::to_string(i)}, bounds);
        if (!opened) {
            ++refused;
        } else if (i % 2 == 0) {
            const std::vector lines = {Line{AccountKind::session, *opened, {}}};
            store.settle(lines, {}, spent(1));
        }
    }
    EXPECT_LE(store.session_count(), 1000u);
    EXPECT_GT(refused, 900'000u);
    clock.pass(1h);
    EXPECT_TRUE(store.open_session({"", "late"}, bounds).has_value());
}

}  // namespace
}  // namespace greeninfer::budget
