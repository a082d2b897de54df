// What relaying one token costs. The target is well under 200 ns for an event of 200 bytes.
#include <benchmark/benchmark.h>

#include <string>

#include "wire/stream_filter.hpp"

namespace greeninfer::wire {
namespace {

std::string token_event(std::string_view end) {
    return R"(data: {"id":"chatcmpl-9d3f0a7c5b21","object":"chat.completion.chunk",)"
           R"("created":1760000000,"model":"llama-3.1-8b",)"
           R"("choices":[{"index":0,"delta":{"content":" token"},"logprobs":null,"finish_reason":null}])" +
           std::string(end) + "\n\n";
}

void relay(benchmark::State& state, const std::string& event, std::int64_t events_per_read) {
    std::string read;
    for (std::int64_t count = 0; count < events_per_read; ++count) read += event;
    StreamFilter filter({});
    std::string out;
    filter.feed(event, out);
    for (auto _ : state) {
        out.clear();
        filter.feed(read, out);
        benchmark::DoNotOptimize(out.data());
    }
    state.SetItemsProcessed(state.iterations() * events_per_read);
    state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(read.size()));
}

void BM_RelayEvent(benchmark::State& state) {
    relay(state, token_event("}"), state.range(0));
}
void BM_RelayEventWithNullUsage(benchmark::State& state) {
    relay(state, token_event(R"(,"usage":null})"), state.range(0));
}
void BM_RelayEventThatIsParsed(benchmark::State& state) {
    relay(state, token_event(R"(,"usage":null,"obfuscation":"x"})"), state.range(0));
}

// One event in two reads, as when it straddles network packets.
void BM_RelayCutEvent(benchmark::State& state) {
    const std::string event = token_event("}");
    const std::string_view first = std::string_view(event).substr(0, 100);
    const std::string_view second = std::string_view(event).substr(100);
    StreamFilter filter({});
    std::string out;
    filter.feed(event, out);
    for (auto _ : state) {
        out.clear();
        filter.feed(first, out);
        filter.feed(second, out);
        benchmark::DoNotOptimize(out.data());
    }
    state.SetItemsProcessed(state.iterations());
}

BENCHMARK(BM_RelayEvent)->Arg(1)->Arg(16);
BENCHMARK(BM_RelayEventWithNullUsage)->Arg(1)->Arg(16);
BENCHMARK(BM_RelayEventThatIsParsed)->Arg(1);
BENCHMARK(BM_RelayCutEvent);

}  // namespace
}  // namespace greeninfer::wire
