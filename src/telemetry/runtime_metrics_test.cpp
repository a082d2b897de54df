#include "telemetry/runtime_metrics.hpp"

#include <gtest/gtest.h>

namespace greeninfer::telemetry {
namespace {

TEST(RuntimeMetrics, TellBuildAndReloads) {
    RuntimeMetrics metrics;
    metrics.configuration_generation.set(3);
    metrics.reloads_accepted.add(2);
    metrics.reloads_refused.add();
    std::string text;
    MetricsWriter writer(text);
    write(writer, metrics, {.version = "0.1.0", .compiler = "clang 19"});
    for (const char* line :
         {"greeninfer_build_info{version=\"0.1.0\",compiler=\"clang 19\"} 1\n", "greeninfer_config_generation 3\n",
          "greeninfer_config_reloads_total{result=\"accepted\"} 2\n",
          "greeninfer_config_reloads_total{result=\"refused\"} 1\n", "greeninfer_log_dropped_total "})
        EXPECT_TRUE(text.contains(line)) << line << text;
}

}  // namespace
}  // namespace greeninfer::telemetry
