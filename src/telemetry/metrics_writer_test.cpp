#include "telemetry/metrics_writer.hpp"

#include <gtest/gtest.h>

#include <limits>

#include "telemetry/metrics_outline.hpp"

namespace greeninfer::telemetry {
namespace {

constexpr MetricFamily kPlain{"plain_total", MetricType::counter, "Counts \\ things\nover lines."};
constexpr MetricFamily kNamed{"named", MetricType::gauge, "Has names.", {"model", "kind"}};
constexpr MetricFamily kSpread{"spread_seconds", MetricType::histogram, "Is spread.", {"stage"}};

TEST(MetricsWriter, PrintsAFamilyWithoutLabels) {
    std::string text;
    MetricsWriter(text).single(kPlain, std::uint64_t{18'446'744'073'709'551'615U});
    EXPECT_EQ(text,
              "# HELP plain_total Counts \\\\ things\\nover lines.\n"
              "# TYPE plain_total counter\n"
              "plain_total 18446744073709551615\n");
}

TEST(MetricsWriter, EscapesLabelValues) {
    std::string text;
    MetricsWriter writer(text);
    writer.begin(kNamed);
    writer.sample(std::array<std::string_view, 2>{"a\"b\\c", "line\nend"}, std::int64_t{-3});
    EXPECT_TRUE(text.ends_with("named{model=\"a\\\"b\\\\c\",kind=\"line\\nend\"} -3\n")) << text;
}

TEST(MetricsWriter, RepairsLabelValuesThatAreNoText) {
    std::string text;
    MetricsWriter writer(text);
    writer.begin(kNamed);
    writer.sample(std::array<std::string_view, 2>{"\xFF", "caf\xE9"}, std::int64_t{1});
    EXPECT_TRUE(text.ends_with("named{model=\"\uFFFD\",kind=\"caf\uFFFD\"} 1\n")) << text;
}

TEST(MetricsWriter, CountersNearTheEndOfADoublesIntegersKeepEveryDigit) {
    std::string text;
    MetricsWriter(text).single(kPlain, std::uint64_t{9'007'199'254'740'993});
    EXPECT_TRUE(text.ends_with("plain_total 9007199254740993\n")) << text;
}

TEST(MetricsWriter, PrintsNumbersAsPrometheusReadsThem) {
    struct Row {
        double value;
        const char* expected;
    };
    const double infinite = std::numeric_limits<double>::infinity();
    for (const Row& row : {Row{0.1, "0.1"}, Row{3, "3"}, Row{1e300, "1e+300"}, Row{infinite, "+Inf"},
                           Row{-infinite, "-Inf"}, Row{std::numeric_limits<double>::quiet_NaN(), "NaN"}}) {
        std::string text;
        MetricsWriter(text).single(kPlain, row.value);
        EXPECT_TRUE(text.ends_with(std::string("plain_total ") + row.expected + "\n")) << text;
    }
}

TEST(MetricsWriter, PrintsCumulativeBuckets) {
    constexpr std::array kBounds = {0.5, 1.0};
    Histogram histogram(kBounds);
    for (const double value : {0.25, 0.75, 0.75, 9.0}) histogram.record(value);
    std::string text;
    MetricsWriter writer(text);
    writer.begin(kSpread);
    writer.sample(std::array<std::string_view, 1>{"total"}, histogram.value());
    EXPECT_TRUE(
        text.ends_with("spread_seconds_bucket{stage=\"total\",le=\"0.5\"} 1\n"
                       "spread_seconds_bucket{stage=\"total\",le=\"1\"} 3\n"
                       "spread_seconds_bucket{stage=\"total\",le=\"+Inf\"} 4\n"
                       "spread_seconds_sum{stage=\"total\"} 10.75\n"
                       "spread_seconds_count{stage=\"total\"} 4\n"))
        << text;
}

TEST(MetricsWriter, RemembersFamiliesWithoutSamples) {
    std::string text;
    MetricsWriter writer(text);
    writer.begin(kNamed);
    writer.begin(kPlain);
    EXPECT_EQ(outline(writer.families()),
              "named{model,kind} gauge\n    Has names.\n"
              "plain_total{} counter\n    Counts \\ things\nover lines.\n");
}

}  // namespace
}  // namespace greeninfer::telemetry
