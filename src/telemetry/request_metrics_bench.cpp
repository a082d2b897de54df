// What recording costs on the request path; each of these must stay well below a microsecond.
#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include "telemetry/request_metrics.hpp"

namespace greeninfer::telemetry {
namespace {

struct Fixture {
    LabelNames names;
    RequestMetrics metrics{names};
    RequestLabels labels{.route = names.intern("/v1/chat/completions"), .model = names.intern("a-model")};
};

void record_request(benchmark::State& state) {
    Fixture fixture;
    for (auto _ : state) fixture.metrics.record_request(fixture.labels, 200);
}
BENCHMARK(record_request);

void record_stage(benchmark::State& state) {
    Fixture fixture;
    std::int64_t time_us = 0;
    for (auto _ : state)
        fixture.metrics.record_stage(RequestStage::total, std::chrono::microseconds(++time_us & 0xFFFFF));
}
BENCHMARK(record_stage);

// Everything that one answered request records, with 64 models in use.
void record_whole_answer(benchmark::State& state) {
    Fixture fixture;
    std::array<LabelId, 64> models;
    for (std::size_t i = 0; i < models.size(); ++i) models[i] = fixture.names.intern(fmt::format("model-{}", i));
    std::size_t turn = 0;
    for (auto _ : state) {
        fixture.labels.model = models[++turn % models.size()];
        const GaugeHold in_flight(fixture.metrics.in_flight);
        for (std::size_t stage = 0; stage < kRequestStageNames.size(); ++stage)
            fixture.metrics.record_stage(static_cast<RequestStage>(stage), std::chrono::microseconds(stage * 700));
        fixture.metrics.record_first_token(fixture.labels.model, std::chrono::milliseconds(20));
        fixture.metrics.record_request(fixture.labels, 200);
    }
}
BENCHMARK(record_whole_answer);

void scrape_64_models(benchmark::State& state) {
    Fixture fixture;
    for (int i = 0; i < 64; ++i) {
        fixture.labels.model = fixture.names.intern(fmt::format("model-{}", i));
        fixture.metrics.record_request(fixture.labels, 200);
        fixture.metrics.record_first_token(fixture.labels.model, std::chrono::milliseconds(20));
    }
    std::string text;
    for (auto _ : state) {
        text.clear();
        MetricsWriter writer(text);
        RequestMetrics::write(writer, std::array<const RequestMetrics*, 1>{&fixture.metrics}, fixture.names);
    }
}
BENCHMARK(scrape_64_models);

}  // namespace
}  // namespace greeninfer::telemetry
