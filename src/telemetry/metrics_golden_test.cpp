// Holds names, types, labels and help texts of this layer's metrics to metrics_golden.txt; UPDATE_GOLDEN=1 rewrites it.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <sstream>

#include "telemetry/metrics_outline.hpp"
#include "telemetry/process_metrics.hpp"
#include "telemetry/request_metrics.hpp"
#include "telemetry/runtime_metrics.hpp"

namespace greeninfer::telemetry {
namespace {

std::string outline_of_this_layer() {
    std::string text;
    MetricsWriter writer(text);
    LabelNames names;
    const RequestMetrics requests(names);
    RequestMetrics::write(writer, std::array{&requests}, names);
    write(writer, RuntimeMetrics{}, {.version = "1.2.3", .compiler = "a compiler"});
    write_process_metrics(writer);
    return outline(writer.families());
}

TEST(MetricsGolden, NamesTypesLabelsAndHelpAreAsReviewed) {
    const std::string path = GREENINFER_SOURCE_DIR "/src/telemetry/metrics_golden.txt";
    const std::string actual = outline_of_this_layer();
    if (std::getenv("UPDATE_GOLDEN") != nullptr) std::ofstream(path) << actual;
    std::stringstream golden;
    golden << std::ifstream(path).rdbuf();
    EXPECT_EQ(golden.str(), actual) << "run with UPDATE_GOLDEN=1 and review the difference";
}

}  // namespace
}  // namespace greeninfer::telemetry
