// What the deletion model costs: a terse prompt, and a verbose one of 100 words, of which none is locked.
//
// The time is processor time of one thread. GREENINFER_T5_MODEL names another file than the built-in model.
#include <benchmark/benchmark.h>

#include <cstdlib>
#include <sstream>

#include "optimizer/embedded_t5.hpp"
#include "optimizer/t5_model.hpp"

namespace greeninfer::optimizer {
namespace {

constexpr const char* kTerse = "list the three largest lakes in africa by area";

constexpr const char* kVerbose =
    "hello there, i hope this message finds you well and that you are having a really nice day so far. i was just "
    "wondering whether you could possibly help me out with something that i have been thinking about for quite a while "
    "now, if it is not too much trouble of course. would you be so kind as to explain to me in simple words how solar "
    "panels turn sunlight into electricity and why they work less well when it is very hot outside? i would be truly "
    "grateful for any help that you can give me with this, thank you so much in advance";

ModelRequest request_of(const char* text) {
    ModelRequest request;
    std::istringstream words(text);
    for (std::string word; words >> word;) request.words.push_back(word);
    request.locked.assign(request.words.size(), 0);
    return request;
}

void answer(benchmark::State& state, const char* text) {
    const char* const path = std::getenv("GREENINFER_T5_MODEL");
    if (path == nullptr && embedded_t5().empty()) return state.SkipWithError("there is no built-in model");
    const SystemClock clock;
    const auto model = T5Model::load(path != nullptr ? path : "", {}, clock);
    if (!model) return state.SkipWithError(model.error().detail.c_str());
    const ModelRequest request = request_of(text);
    ModelReply last;
    for (auto _ : state) {
        auto reply = (*model)->answer(request, clock.now() + std::chrono::minutes(1));
        if (!reply) return state.SkipWithError("the model did not answer");
        last = *std::move(reply);
    }
    state.counters["words"] = static_cast<double>(request.words.size());
    state.counters["pieces"] = last.pieces;
    state.counters["decoder_steps"] = last.decoder_steps;
}

BENCHMARK_CAPTURE(answer, terse, kTerse)->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(answer, verbose, kVerbose)->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace greeninfer::optimizer
