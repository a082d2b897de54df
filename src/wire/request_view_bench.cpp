// What reading and editing a request costs. The targets are 1-2 µs for 1 KiB and 10 ms for 8 MiB.
#include <benchmark/benchmark.h>

#include <string>
#include <vector>

#include "wire/body_edits.hpp"
#include "wire/request_view.hpp"

namespace greeninfer::wire {
namespace {

std::string chat_of(std::size_t text_bytes) {
    std::string text;
    while (text.size() < text_bytes) text += "The quick brown fox jumps over the lazy dog, again and again.\\n";
    return R"({"model":"llama-3.1-8b","temperature":0.7,"max_tokens":256,"stream":true,"messages":[)"
           R"({"role":"system","content":"Be brief."},{"role":"user","content":")" +
           text + R"("}]})";
}

void BM_ReadRequest(benchmark::State& state) {
    std::string body = chat_of(static_cast<std::size_t>(state.range(0)));
    const PaddedView padded = PaddedView::of(body);
    RequestView view;
    for (auto _ : state) {
        benchmark::DoNotOptimize(read_request(RequestKind::chat, padded, view));
    }
    state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(body.size()));
}

void BM_EditRequest(benchmark::State& state) {
    std::string body = chat_of(1024);
    RequestView view;
    if (!read_request(RequestKind::chat, PaddedView::of(body), view)) return state.SkipWithError("not read");
    BodyEdits edits(view);
    std::vector<std::string_view> pieces;
    for (auto _ : state) {
        edits.clear();
        pieces.clear();
        edits.set_model("upstream/llama-3.1-8b-instant");
        edits.ask_for_usage();
        edits.pieces(body, pieces);
        benchmark::DoNotOptimize(pieces.data());
    }
}

BENCHMARK(BM_ReadRequest)->Arg(200)->Arg(1024)->Arg(65536)->Arg(8 << 20);
BENCHMARK(BM_EditRequest);

}  // namespace
}  // namespace greeninfer::wire
