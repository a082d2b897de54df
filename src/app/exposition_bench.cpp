// What one scrape of the whole process takes: everything that every layer and core counted, some hundreds of series. It
// must stay below 2 ms; it is made on the control core, so no request waits for it.
#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include <algorithm>

#include "app/process_for_test.hpp"

namespace greeninfer::app {
namespace {

Settings busy_settings() {
    Settings settings;
    for (int i = 0; i < 8; ++i) {
        models::ModelSettings model{.name = fmt::format("model-{}", i)};
        model.endpoints.push_back({.url = "http://one/v1", .region = "us-south1"});
        model.endpoints.push_back({.url = "http://two/v1", .region = "europe-west9"});
        settings.models.push_back(std::move(model));
    }
    return settings;
}

account::UsageRecord some_usage(int number, telemetry::LabelNames& names) {
    return {.it_energy_microjoules = 1'000,
            .carbon_nanograms = 100,
            .cost_nanodollars = 10,
            .prompt_tokens = 10,
            .output_tokens = 10,
            .model = names.intern(fmt::format("model-{}", number % 8)),
            .region = names.intern(number % 2 == 0 ? "us-south1" : "europe-west9"),
            .department = names.intern(fmt::format("department-{}", number / 16)),
            .pue_ten_thousandths = 12'000,
            .end = account::End::answered,
            .known = 0x3F};
}

void scrape_the_whole_process(benchmark::State& state) {
    ProcessForTest process(busy_settings());
    for (int i = 0; i < 32; ++i) {
        const account::UsageRecord record = some_usage(i, process.shared().names);
        process.shared().books.book({&record, 1});
    }
    std::string text;
    for (auto _ : state) {
        text.clear();
        telemetry::MetricsWriter writer(text);
        process.write(writer);
    }
    state.counters["lines"] = static_cast<double>(std::count(text.begin(), text.end(), '\n'));
}
BENCHMARK(scrape_the_whole_process)->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace greeninfer::app
