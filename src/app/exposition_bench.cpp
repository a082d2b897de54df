// What one scrape of the whole process takes: everything that every layer and core counted, some hundreds of series. It
// must stay below 2 ms; it is made on the control core, so no request waits for it.
#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include "app/exposition.hpp"
#include "app/generation_builder.hpp"
#include "net/web_client.hpp"

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

class BusyGateway {
public:
    BusyGateway() {
        for (std::size_t i = 0; i < 2; ++i) {
            cores_.push_back(std::make_unique<ServingCore>(shared_, service_, generation_, TlsContexts{}, i, 1));
        }
        for (int i = 0; i < 32; ++i) use(i);
    }
    std::string scrape() {
        std::string text;
        telemetry::MetricsWriter writer(text);
        write_exposition(writer, cores_, {shared_.books, shared_.names}, runtime_, *generation_, {grid_, clock_.now()},
                         meters_, std::nullopt);
        return text;
    }

private:
    void use(int number) {
        account::UsageRecord record{.it_energy_microjoules = 1'000,
                                    .carbon_nanograms = 100,
                                    .cost_nanodollars = 10,
                                    .prompt_tokens = 10,
                                    .output_tokens = 10,
                                    .model = shared_.names.intern(fmt::format("model-{}", number % 8)),
                                    .region = shared_.names.intern(number % 2 == 0 ? "us-south1" : "europe-west9"),
                                    .department = shared_.names.intern(fmt::format("department-{}", number / 16)),
                                    .pue_ten_thousandths = 12'000,
                                    .end = account::End::answered,
                                    .known = 0x7F};
        shared_.books.book({&record, 1});
    }

    SystemClock clock_;
    Shared shared_{clock_, 1024, 2, {}};
    api::Service service_{.version = "1.2.3", .draining = shared_.load.draining, .books = shared_.books};
    telemetry::RuntimeMetrics runtime_;
    grid::GridMetrics grid_;
    net::Core control_{clock_};
    net::WebClient web_{control_, nullptr};
    energy::MeterBank meters_{[](boost::asio::awaitable<void>) {}, clock_, web_, {}};
    std::shared_ptr<const pipeline::Generation> generation_ =
        GenerationBuilder(clock_, shared_.names, shared_.budgets).build(busy_settings()).value();
    std::vector<std::unique_ptr<ServingCore>> cores_;
};

void scrape_the_whole_process(benchmark::State& state) {
    BusyGateway gateway;
    std::size_t series = 0;
    for (auto _ : state) {
        const std::string text = gateway.scrape();
        series = static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
    }
    state.counters["lines"] = static_cast<double>(series);
}
BENCHMARK(scrape_the_whole_process)->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace greeninfer::app
