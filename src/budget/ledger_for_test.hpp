#pragma once
// A store with a clock that stands still, and the lines of one request to it.
#include <string>
#include <vector>

#include "budget/memory_store.hpp"
#include "budget/reservation.hpp"
#include "testing/simulated_clock.hpp"

namespace greeninfer::budget {

class LedgerForTest {
public:
    static constexpr SessionBounds kBounds{.sessions_of_owner = 1000, .idle = std::chrono::hours(1)};

    static Limits carbon_limit(std::int64_t nanograms, std::optional<Period> period = std::nullopt) {
        return {.carbon = Limit{nanograms, period}, .money = {}};
    }
    static Totals spent(std::int64_t nanograms, std::int64_t nanodollars = 0) {
        return {.cost = {.carbon_nanograms = nanograms, .money_nanodollars = nanodollars}};
    }

    Line session(const std::string& id, const Limits& limits) {
        return {AccountKind::session, store.open_session({.owner = "", .id = id}, kBounds).value(), limits};
    }
    Line client(const std::string& name, const Limits& limits) {
        return {AccountKind::client, store.standing(AccountKind::client, name), limits};
    }
    Line department(const std::string& name, const Limits& limits) {
        return {AccountKind::department, store.standing(AccountKind::department, name), limits};
    }
    auto reserve(const std::vector<Line>& lines, std::int64_t nanograms, std::int64_t nanodollars = 0,
                 Overdraft overdraft = Overdraft::refused) {
        return Reservation::make(store, lines, {nanograms, nanodollars}, overdraft);
    }

    testing::SimulatedClock clock;
    MemoryStore store{clock};
};

}  // namespace greeninfer::budget
