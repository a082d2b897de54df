// What a look into the prefix index costs a request: 10,000 blocks and 64 endpoints, of which each has another part of
// the prompt; and what hashing and noting the prompt cost.
#include <benchmark/benchmark.h>

#include <string>

#include "fleet/prefix_index.hpp"

namespace greeninfer::fleet {
namespace {

constexpr Moment kNow{std::chrono::hours(100)};

std::vector<BlockHash> prompt_of(std::size_t blocks, std::string_view client) {
    std::vector<BlockHash> hashes;
    TextBlocks chain(root_of_texts(1, "m", client), hashes);
    for (std::size_t i = 0; i < blocks; ++i) chain.add(std::string(kBlockBytes, static_cast<char>('a' + i % 26)));
    return hashes;
}

// Endpoint i has the first (i + 1)/64 of the prompt, and as many blocks of other prompts again.
void fill(PrefixIndex& index, std::span<const BlockHash> prompt) {
    for (std::size_t i = 0; i < 64; ++i) {
        const EndpointNumber endpoint = *index.add(2 * prompt.size());
        index.confirm(endpoint, prompt.first(prompt.size() * (i + 1) / 64), kNow);
        index.confirm(endpoint, prompt_of(prompt.size() / 64, std::to_string(i)), kNow);
    }
}

void look_up(benchmark::State& state) {
    PrefixIndex index(256 * 1024 * 1024, 1);
    const auto prompt = prompt_of(static_cast<std::size_t>(state.range(0)), "client");
    fill(index, prompt);
    PrefixMatch found;
    for (auto _ : state) {
        index.match(prompt, kNow, found);
        benchmark::DoNotOptimize(found);
    }
}
BENCHMARK(look_up)->ArgName("prompt_blocks")->Arg(64)->Arg(256)->Arg(10'000);

// 10,000 blocks in the index, of prompts of 100 blocks that all 64 endpoints have a part of.
void look_up_among_10000_blocks(benchmark::State& state) {
    PrefixIndex index(64 * 1024 * 1024, 1);
    std::vector<std::vector<BlockHash>> prompts;
    for (int i = 0; i < 100; ++i) prompts.push_back(prompt_of(100, std::to_string(i)));
    for (std::size_t i = 0; i < 64; ++i) {
        const EndpointNumber endpoint = *index.add(20'000);
        for (const auto& prompt : prompts) index.confirm(endpoint, std::span(prompt).first(100 * (i + 1) / 64), kNow);
    }
    PrefixMatch found;
    std::size_t turn = 0;
    for (auto _ : state) {
        index.match(prompts[turn++ % 100], kNow, found);
        benchmark::DoNotOptimize(found);
    }
}
BENCHMARK(look_up_among_10000_blocks);

void look_up_unknown(benchmark::State& state) {
    PrefixIndex index(256 * 1024 * 1024, 1);
    fill(index, prompt_of(10'000, "client"));
    const auto prompt = prompt_of(10'000, "another");
    PrefixMatch found;
    for (auto _ : state) {
        index.match(prompt, kNow, found);
        benchmark::DoNotOptimize(found);
    }
}
BENCHMARK(look_up_unknown);

void hash_text(benchmark::State& state) {
    const std::string text(static_cast<std::size_t>(state.range(0)), 'x');
    std::vector<BlockHash> hashes;
    for (auto _ : state) {
        hashes.clear();
        TextBlocks(1, hashes).add(text);
        benchmark::DoNotOptimize(hashes.data());
    }
    state.SetBytesProcessed(state.iterations() * state.range(0));
}
BENCHMARK(hash_text)->ArgName("bytes")->Arg(4096)->Arg(640'000);

void expect_and_confirm(benchmark::State& state) {
    PrefixIndex index(64 * 1024 * 1024, 1);
    const EndpointNumber endpoint = *index.add(31'250);
    const auto prompt = prompt_of(static_cast<std::size_t>(state.range(0)), "client");
    for (auto _ : state) {
        index.expect(endpoint, prompt, kNow);
        index.confirm(endpoint, prompt, kNow);
    }
}
BENCHMARK(expect_and_confirm)->ArgName("prompt_blocks")->Arg(64)->Arg(256);

}  // namespace
}  // namespace greeninfer::fleet
