// What a reservation and its settlement cost, alone and when two cores want the same accounts; below a microsecond
// each.
#include <benchmark/benchmark.h>

#include "budget/memory_store.hpp"
#include "budget/reservation.hpp"

namespace greeninfer::budget {
namespace {

struct Ledger {
    SystemClock clock;
    MemoryStore store{clock};
};

Ledger& shared_ledger() {
    static Ledger ledger;
    return ledger;
}

constexpr Limit kDaily{std::int64_t{1} << 60, Period::day};
constexpr SessionBounds kBounds{.sessions_of_owner = 100'000, .idle = std::chrono::hours(1)};

std::vector<Line> lines_of(BudgetStore& store, int thread) {
    const std::string session = "session-" + std::to_string(thread);
    return {{AccountKind::session, store.open_session({"", session}, kBounds).value(), {.carbon = kDaily, .money = {}}},
            {AccountKind::client, store.standing(AccountKind::client, "team"), {.carbon = kDaily, .money = kDaily}},
            {AccountKind::department,
             store.standing(AccountKind::department, "search"),
             {.carbon = kDaily, .money = kDaily}}};
}

// Session, client and department; all threads share the last two.
void reserve_and_settle(benchmark::State& state) {
    BudgetStore& store = shared_ledger().store;
    const auto lines = lines_of(store, state.thread_index());
    for (auto _ : state) {
        auto reservation = Reservation::make(store, lines, {1000, 1000}, Overdraft::refused);
        reservation->settle({.cost = {900, 900}, .energy_microjoules = 10});
    }
}
BENCHMARK(reserve_and_settle)->Threads(1)->Threads(2)->UseRealTime();

void open_session(benchmark::State& state) {
    BudgetStore& store = shared_ledger().store;
    const std::string id = "session-" + std::to_string(state.thread_index());
    for (auto _ : state) benchmark::DoNotOptimize(store.open_session({"", id}, kBounds));
}
BENCHMARK(open_session)->Threads(1)->Threads(2)->UseRealTime();

void take_rate(benchmark::State& state) {
    BudgetStore& store = shared_ledger().store;
    const auto account = store.standing(AccountKind::client, "team");
    const RateLimits limits{.requests = RateBucket::kLimitMax, .tokens = RateBucket::kLimitMax};
    for (auto _ : state) benchmark::DoNotOptimize(store.take(*account, limits, 1));
}
BENCHMARK(take_rate)->Threads(1)->Threads(2)->UseRealTime();

}  // namespace
}  // namespace greeninfer::budget
