// What energy and carbon cost a request: at most 2 us of CPU, or the account would outweigh what it accounts for.
#include <benchmark/benchmark.h>

#include "pipeline/accounting_for_test.hpp"

namespace greeninfer::pipeline {
namespace {

void account_one_request(benchmark::State& state) {
    AccountedRequest request;
    for (auto _ : state) request.account();
}
BENCHMARK(account_one_request);

// Of that, what happens once the request is over: its record in the ring, what was saved, and with these the counters
// of telemetry_bench must stay below 1 us.
void record_one_request(benchmark::State& state) {
    AccountedRequest request;
    request.account();
    for (auto _ : state) request.record();
}
BENCHMARK(record_one_request);

void bill_of_one_request(benchmark::State& state) {
    AccountedRequest request;
    for (auto _ : state) benchmark::DoNotOptimize(bill_of(request.exchange()));
}
BENCHMARK(bill_of_one_request);

void take_the_snapshot(benchmark::State& state) {
    AccountedRequest request;
    for (auto _ : state) benchmark::DoNotOptimize(request.exchange().generation->grid_board->now());
}
BENCHMARK(take_the_snapshot);

}  // namespace
}  // namespace greeninfer::pipeline
