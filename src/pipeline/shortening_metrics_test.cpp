#include "pipeline/shortening_metrics.hpp"

#include <gtest/gtest.h>

namespace greeninfer::pipeline {
namespace {

using optimizer::LeftAlone;

class ShorteningMetricsTest : public testing::Test {
protected:
    std::string written() {
        std::string text;
        telemetry::MetricsWriter writer(text);
        ShorteningMetrics::write(writer, std::array<const ShorteningMetrics*, 1>{&metrics_}, names_);
        return text;
    }
    bool has(const std::string& sample) { return written().contains("\n" + sample + "\n"); }

    telemetry::LabelNames names_;
    ShorteningMetrics metrics_{names_};
};

TEST_F(ShorteningMetricsTest, EachRequestHasOneOutcome) {
    metrics_.record({.left_alone = LeftAlone::not_asked});
    metrics_.record({.left_alone = LeftAlone::busy});
    metrics_.record({.left_alone = LeftAlone::busy});
    metrics_.record({.left_alone = std::nullopt, .shortened_texts = 2, .deleted_by_phrases = 5, .deleted_by_model = 3});
    EXPECT_TRUE(has(R"(greeninfer_optimizer_requests_total{outcome="not_asked"} 1)"));
    EXPECT_TRUE(has(R"(greeninfer_optimizer_requests_total{outcome="busy"} 2)"));
    EXPECT_TRUE(has(R"(greeninfer_optimizer_requests_total{outcome="shortened"} 1)"));
    EXPECT_TRUE(has(R"(greeninfer_optimizer_words_deleted_total{by="phrases"} 5)"));
    EXPECT_TRUE(has(R"(greeninfer_optimizer_words_deleted_total{by="model"} 3)"));
}

TEST_F(ShorteningMetricsTest, CompactionBrevityAndTimeAreCountedApart) {
    metrics_.record({.compacted_bytes = {10, 0, 7, 0}, .brief = true, .cpu_time = std::chrono::milliseconds(250)});
    EXPECT_TRUE(has(R"(greeninfer_optimizer_compacted_bytes_total{kind="blanks"} 10)"));
    EXPECT_TRUE(has(R"(greeninfer_optimizer_compacted_bytes_total{kind="repeats"} 7)"));
    EXPECT_FALSE(written().contains(R"(kind="json")"));
    EXPECT_TRUE(has("greeninfer_optimizer_brief_requests_total 1"));
    EXPECT_TRUE(has("greeninfer_optimizer_cpu_seconds_total 0.25"));
}

}  // namespace
}  // namespace greeninfer::pipeline
