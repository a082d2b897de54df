// What metering costs a request: its ticket and each of its tokens, alone and with other cores at the same ledger; and
// what closing a window costs the control core.
#include <benchmark/benchmark.h>

#include "energy/window_ledger.hpp"

namespace greeninfer::energy {
namespace {

using namespace std::chrono_literals;

// Shared by the threads of one run; so many slots that none is refused before a window closes.
WindowLedger& shared_ledger() {
    static WindowLedger ledger({.slots = 1 << 16});
    return ledger;
}

// A whole request, a few of whose slots are given back now and then as windows close.
void begin_and_finish(benchmark::State& state) {
    WindowLedger& ledger = shared_ledger();
    const Booking booking{.zone_index = 1, .pue = 1.1};
    Moment now{};
    std::uint64_t requests = 0;
    for (auto _ : state) {
        now += 1ms;
        auto ticket = ledger.begin(booking, 400, now);
        if (ticket) benchmark::DoNotOptimize(ticket->finish({.prompt_tokens = 400, .output_tokens = 200}, now + 5ms));
        if (state.thread_index() == 0 && ++requests % 4096 == 0) {
            state.PauseTiming();
            benchmark::DoNotOptimize(ledger.close({1'000'000, now - 4096ms, now}));
            state.ResumeTiming();
        }
    }
}
BENCHMARK(begin_and_finish)->Threads(1)->Threads(2)->UseRealTime();

void add_one_token(benchmark::State& state) {
    WindowLedger ledger;
    auto ticket = ledger.begin({}, 400, Moment());
    for (auto _ : state) ticket->add_output(1);
}
BENCHMARK(add_one_token);

// With this many attempts in it.
void close_window(benchmark::State& state) {
    WindowLedger ledger;
    std::vector<WindowLedger::Ticket> tickets;
    for (std::int64_t i = 0; i < state.range(0); ++i) tickets.push_back(*ledger.begin({}, 400, Moment() + 1ms * i));
    Moment now{};
    for (auto _ : state) {
        for (auto& ticket : tickets) ticket.add_output(10);
        now += 10s;
        benchmark::DoNotOptimize(ledger.close({5'000'000'123, now - 10s, now}));
    }
}
BENCHMARK(close_window)->Arg(8)->Arg(64)->Arg(4096);

}  // namespace
}  // namespace greeninfer::energy
