// What the stage that makes prompts shorter costs a request, the model's own time apart: of a named model next to
// nothing, of an auto model some microseconds.
#include "pipeline/shortening.hpp"

#include <benchmark/benchmark.h>

#include "pipeline/exchange_for_test.hpp"
#include "pipeline/model_port_for_test.hpp"

namespace greeninfer::pipeline {
namespace {

constexpr std::string_view kVerbose =
    "Hello, I hope you are doing well today. I was wondering if you could possibly be so kind as to kindly explain to "
    "me, just basically in simple words, how photosynthesis works. Thank you very much in advance for your help.";

class Staged {
public:
    Staged(std::string_view model, std::string_view text, int turns = 1) {
        auto generation = make_generation({.models = {model_for_test("m")}, .grams_per_kwh = 500}, it_.names);
        generation->optimizer.gate = optimizer::ShorteningGate::always;
        std::string messages;
        for (int i = 0; i < turns; ++i) {
            if (i > 0) messages += R"(,{"role":"assistant","content":"It does."},)";
            messages.append(R"({"role":"user","content":")").append(text).append(R"("})");
        }
        one_.emplace(std::move(generation),
                     R"({"model":")" + std::string(model) + R"(","messages":[)" + messages + "]}");
        one_->read();
        view_ = one_->exchange.view;
        body_ = one_->exchange.body;
    }

    // Each round begins with the request as it came.
    void run(benchmark::State& state) {
        Exchange& exchange = one_->exchange;
        const auto last = LastStage::chain([](Exchange&) { return Result<void>(); });
        for (auto _ : state) {
            exchange.shortening = {};
            exchange.body = body_;
            if (!exchange.shortened_body.empty()) exchange.view = view_;
            benchmark::DoNotOptimize(it_.run(Shortening(it_.worker).handle(exchange, Next(last))));
        }
    }
    // The loop, the future and the last stage alone.
    void run_nothing(benchmark::State& state) {
        const auto last = LastStage::chain([](Exchange&) { return Result<void>(); });
        for (auto _ : state) benchmark::DoNotOptimize(it_.run(Next(last)(one_->exchange)));
    }

private:
    WorkerForTest it_;
    ModelPortForTest port_{it_};
    std::optional<ExchangeForTest> one_;
    wire::RequestView view_;
    std::string_view body_;
};

void no_stage(benchmark::State& state) {
    Staged("m", kVerbose).run_nothing(state);
}
BENCHMARK(no_stage);

void named_model(benchmark::State& state) {
    Staged("m", kVerbose).run(state);
}
BENCHMARK(named_model);

void auto_terse(benchmark::State& state) {
    Staged("auto", "What is 7 times 6?").run(state);
}
BENCHMARK(auto_terse);

void auto_verbose(benchmark::State& state) {
    Staged("auto", kVerbose).run(state);
}
BENCHMARK(auto_verbose);

void auto_ten_turns(benchmark::State& state) {
    Staged("auto", kVerbose, 10).run(state);
}
BENCHMARK(auto_ten_turns);

}  // namespace
}  // namespace greeninfer::pipeline
