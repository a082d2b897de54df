// Holds every metric of the process to metrics_golden.txt; UPDATE_GOLDEN=1 rewrites it.
#include "app/exposition.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <set>
#include <sstream>

#include "app/generation_builder.hpp"
#include "net/web_client.hpp"
#include "telemetry/metrics_outline.hpp"

namespace greeninfer::app {
namespace {

class ExpositionTest : public ::testing::Test {
protected:
    ExpositionTest() {
        Settings settings;
        models::ModelSettings model{.name = "m"};
        model.endpoints.push_back({.url = "http://one/v1"});
        model.endpoints.push_back({.url = "http://one/v1"});
        settings.models = {model};
        generation_ = GenerationBuilder(clock_, shared_.names, shared_.budgets).build(settings).value();
        for (std::size_t i = 0; i < 2; ++i) {
            cores_.push_back(std::make_unique<ServingCore>(shared_, service_, generation_, TlsContexts{}, i, 1));
        }
        write_exposition(writer_, cores_, {shared_.books, shared_.names}, runtime_, *generation_, {grid_, clock_.now()},
                         meters_, WriteBan::landlock);
    }

    SystemClock clock_;
    Shared shared_{clock_, 1024, 2, {}};
    api::Service service_{.version = "1.2.3", .draining = shared_.load.draining, .books = shared_.books};
    telemetry::RuntimeMetrics runtime_;
    grid::GridMetrics grid_;
    net::Core control_{clock_};
    net::WebClient web_{control_, nullptr};
    energy::MeterBank meters_{[](boost::asio::awaitable<void>) {}, clock_, web_, {}};
    std::shared_ptr<const pipeline::Generation> generation_;
    std::vector<std::unique_ptr<ServingCore>> cores_;
    std::string text_;
    telemetry::MetricsWriter writer_{text_};
};

TEST_F(ExpositionTest, NamesTypesLabelsAndHelpAreAsReviewed) {
    const std::string path = GREENINFER_SOURCE_DIR "/src/app/metrics_golden.txt";
    const std::string actual = telemetry::outline(writer_.families());
    if (std::getenv("UPDATE_GOLDEN") != nullptr) std::ofstream(path) << actual;
    std::stringstream golden;
    golden << std::ifstream(path).rdbuf();
    EXPECT_EQ(golden.str(), actual) << "run with UPDATE_GOLDEN=1 and review the difference";
}

TEST_F(ExpositionTest, EveryFamilyHasOneNameAndItsUnit) {
    std::set<std::string_view> names;
    for (const telemetry::MetricFamily& family : writer_.families()) {
        SCOPED_TRACE(family.name);
        EXPECT_TRUE(names.insert(family.name).second) << "twice";
        EXPECT_TRUE(family.name.starts_with("greeninfer_") || family.name.starts_with("process_") ||
                    family.name == "bauxite_request_carbon_grams_total");
        EXPECT_EQ(family.name.ends_with("_total"), family.type == telemetry::MetricType::counter);
        EXPECT_TRUE(family.help.ends_with('.'));
    }
}

TEST_F(ExpositionTest, NoSeriesComesTwice) {
    std::set<std::string> series;
    std::istringstream lines(text_);
    for (std::string line; std::getline(lines, line);) {
        if (line.starts_with('#')) continue;
        EXPECT_TRUE(series.insert(line.substr(0, line.rfind(' '))).second) << line;
    }
    EXPECT_GT(series.size(), 20u);
}

}  // namespace
}  // namespace greeninfer::app
