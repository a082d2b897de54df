#include "telemetry/request_metrics.hpp"

#include <gtest/gtest.h>

namespace greeninfer::telemetry {
namespace {

using namespace std::chrono_literals;

class RequestMetricsTest : public testing::Test {
protected:
    std::string scrape() {
        std::string text;
        MetricsWriter writer(text);
        const std::array<const RequestMetrics*, 2> cores = {&first, &second};
        RequestMetrics::write(writer, cores, names);
        return text;
    }

    LabelNames names;
    RequestMetrics first{names};
    RequestMetrics second{names};
    RequestLabels chat{.route = names.intern("/v1/chat/completions"),
                       .model = names.intern("smollm2-135m"),
                       .tier = names.intern("small"),
                       .mode = names.intern("eco")};
};

TEST_F(RequestMetricsTest, AddsUpTheRequestsOfAllCores) {
    first.record_request(chat, 200);
    second.record_request(chat, 200);
    second.record_request(chat, 503);
    const std::string text = scrape();
    const std::string labels = R"(route="/v1/chat/completions",model="smollm2-135m",tier="small",mode="eco",code=)";
    EXPECT_TRUE(text.contains("greeninfer_requests_total{" + labels + "\"200\"} 2\n")) << text;
    EXPECT_TRUE(text.contains("greeninfer_requests_total{" + labels + "\"503\"} 1\n")) << text;
}

TEST_F(RequestMetricsTest, CountsEveryInventedCodeAsOther) {
    for (const int status : {-1, 0, 99, 299, 418, 599, 600, 100'000}) first.record_request({}, status);
    EXPECT_TRUE(scrape().contains(
        R"(greeninfer_requests_total{route="other",model="none",tier="none",mode="none",code="other"} 8)"))
        << scrape();
}

TEST_F(RequestMetricsTest, KeepsStagesApart) {
    first.record_stage(RequestStage::total, 2s);
    second.record_stage(RequestStage::decide, 40us);
    const std::string text = scrape();
    EXPECT_TRUE(text.contains("greeninfer_request_duration_seconds_sum{stage=\"total\"} 2\n")) << text;
    EXPECT_TRUE(text.contains("greeninfer_request_duration_seconds_bucket{stage=\"decide\",le=\"5e-05\"} 1\n")) << text;
}

TEST_F(RequestMetricsTest, MeasuresFirstTokensPerModel) {
    first.record_first_token(chat.model, 30ms);
    EXPECT_TRUE(
        scrape().contains("greeninfer_time_to_first_token_seconds_bucket{model=\"smollm2-135m\",le=\"0.04\"} 1\n"))
        << scrape();
}

TEST_F(RequestMetricsTest, SumsTheRequestsInFlight) {
    const GaugeHold here(first.in_flight);
    {
        const GaugeHold there(second.in_flight);
        EXPECT_TRUE(scrape().contains("greeninfer_requests_in_flight 2\n"));
    }
    EXPECT_TRUE(scrape().contains("greeninfer_requests_in_flight 1\n"));
}

}  // namespace
}  // namespace greeninfer::telemetry
