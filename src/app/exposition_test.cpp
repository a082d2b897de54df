// Holds every metric of the process to metrics_golden.txt; UPDATE_GOLDEN=1 rewrites it.
#include "app/exposition.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <set>
#include <sstream>

#include "app/process_for_test.hpp"
#include "telemetry/metrics_outline.hpp"

namespace greeninfer::app {
namespace {

Settings two_endpoints_of_one_name() {
    models::ModelSettings model{.name = "m"};
    model.endpoints.push_back({.url = "http://one/v1"});
    model.endpoints.push_back({.url = "http://one/v1"});
    Settings settings;
    settings.models = {model};
    return settings;
}

class ExpositionTest : public ::testing::Test {
protected:
    ExpositionTest() { process_.write(writer_); }

    ProcessForTest process_{two_endpoints_of_one_name()};
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
