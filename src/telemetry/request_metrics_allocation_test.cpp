// Counts every allocation of this test program's own threads, to prove that recording makes none.
// Not under the thread sanitizer, which has an operator new of its own that cannot be replaced.
#if !__has_feature(thread_sanitizer)
#include <gtest/gtest.h>

#include <cstdlib>
#include <new>

#include "telemetry/request_metrics.hpp"

namespace {
thread_local std::uint64_t allocations = 0;
}

void* operator new(std::size_t size) {
    ++allocations;
    if (void* memory = std::malloc(size)) return memory;
    throw std::bad_alloc();
}
void operator delete(void* memory) noexcept {
    std::free(memory);
}
void operator delete(void* memory, std::size_t) noexcept {
    std::free(memory);
}

namespace greeninfer::telemetry {
namespace {

void record_one_answer(RequestMetrics& metrics, const RequestLabels& labels) {
    const GaugeHold in_flight(metrics.in_flight);
    for (std::size_t stage = 0; stage < kRequestStageNames.size(); ++stage)
        metrics.record_stage(static_cast<RequestStage>(stage), std::chrono::microseconds(stage * 1000));
    metrics.record_first_token(labels.model, std::chrono::milliseconds(20));
    metrics.record_request(labels, 200);
}

TEST(RequestMetricsAllocation, HappensOnlyWhenLabelsAreNew) {
    LabelNames names;
    RequestMetrics metrics(names);
    const RequestLabels labels{.route = names.intern("/chat"), .model = names.intern("a-model")};
    const std::uint64_t before = allocations;
    record_one_answer(metrics, labels);
    const std::uint64_t after_first = allocations;
    EXPECT_GT(after_first, before) << "the counting itself must work";
    for (int i = 0; i < 10'000; ++i) record_one_answer(metrics, labels);
    EXPECT_EQ(allocations, after_first);
}

TEST(RequestMetricsAllocation, StaysBoundedForInventedModels) {
    LabelNames names;
    RequestMetrics metrics(names);
    record_one_answer(metrics, {.model = kOther});
    const std::uint64_t after_first = allocations;
    // What a handler does with a model that the catalogue does not know: 100,000 invented names are one label.
    for (int i = 0; i < 100'000; ++i) record_one_answer(metrics, {.model = kOther});
    EXPECT_EQ(allocations, after_first);
}

}  // namespace
}  // namespace greeninfer::telemetry
#endif
