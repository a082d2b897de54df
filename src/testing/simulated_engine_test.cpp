#include "testing/simulated_engine.hpp"

#include <gtest/gtest.h>

#include <map>

#include "energy/exporter_meter.hpp"
#include "energy/exposition_text.hpp"

namespace greeninfer::testing {
namespace {

struct Ends final : EngineListener {
    struct End {
        double now_seconds;
        energy::TokenWork usage;
        double joules;
    };

    void on_token(std::uint64_t id, double) override { ++tokens[id]; }
    void on_end(std::uint64_t id, double now_seconds, const energy::TokenWork& usage, double true_joules) override {
        ends[id] = {now_seconds, usage, true_joules};
    }
    double sum() const {
        double sum = 0;
        for (const auto& [id, end] : ends) sum += end.joules;
        return sum;
    }

    std::map<std::uint64_t, std::uint64_t> tokens;
    std::map<std::uint64_t, End> ends;
};

// With nothing but this many requests of equal length at once.
double joules_per_token(std::uint64_t batch) {
    SimulatedEngine engine({.sequences_max = 1024});
    Ends ends;
    for (std::uint64_t id = 0; id < batch; ++id) engine.send({.id = id, .prompt_tokens = 300, .output_tokens = 300});
    engine.run_until(100, ends);
    return ends.sum() / static_cast<double>(batch * 300);
}

TEST(SimulatedEngine, CostsWhatAnEightBillionModelHasBeenMeasuredToCost) {
    EXPECT_NEAR(joules_per_token(8), 0.455, 0.3 * 0.455);
    EXPECT_NEAR(joules_per_token(64), 0.119, 0.3 * 0.119);
    EXPECT_NEAR(joules_per_token(512), 0.070, 0.3 * 0.070);
}

TEST(SimulatedEngine, KnowsWhoseEveryJouleIs) {
    SimulatedEngine engine;
    Ends ends;
    for (std::uint64_t id = 0; id < 20; ++id) {
        engine.send({.id = id,
                     .prompt_tokens = 100 * (id + 1),
                     .output_tokens = 10 + id,
                     .prefix = id % 3,
                     .prefix_tokens = 50});
        engine.run_until(engine.now_seconds() + 0.05 * static_cast<double>(id % 4), ends);
    }
    engine.run_until(60, ends);
    ASSERT_EQ(ends.ends.size(), 20U);
    EXPECT_NEAR(ends.sum() + engine.nobodys_joules(), engine.counted_joules(), 1e-6);
    EXPECT_EQ(ends.tokens[5], 15U);
    EXPECT_EQ(ends.ends[5].usage.output_tokens, 15U);
}

TEST(SimulatedEngine, ReadsACachedPrefixOnlyOnce) {
    SimulatedEngine engine;
    Ends ends;
    const SimulatedRequest first{
        .id = 1, .prompt_tokens = 5000, .output_tokens = 1, .prefix = 7, .prefix_tokens = 4900};
    engine.send(first);
    engine.run_until(10, ends);
    SimulatedRequest second = first;
    second.id = 2;
    engine.send(second);
    engine.run_until(20, ends);
    EXPECT_EQ(ends.ends[1].usage.cached_tokens, 0U);
    EXPECT_EQ(ends.ends[2].usage.cached_tokens, 4900U);
    EXPECT_LT(ends.ends[2].joules, 0.1 * ends.ends[1].joules);
}

TEST(SimulatedEngine, ChargesWhoLeavesForWhatWasDone) {
    SimulatedEngine engine;
    Ends ends;
    engine.send({.id = 1, .prompt_tokens = 100, .output_tokens = 1000});
    engine.run_until(0.5, ends);
    engine.cancel(1, ends);
    const double done_joules = engine.counted_joules();
    engine.run_until(10, ends);
    EXPECT_DOUBLE_EQ(ends.ends[1].joules, done_joules);
    EXPECT_EQ(ends.ends[1].usage.output_tokens, ends.tokens[1]);
    EXPECT_EQ(engine.running(), 0U);
}

TEST(SimulatedEngine, LetsWaitWhoFindsNoRoom) {
    SimulatedEngine engine({.sequences_max = 2});
    Ends ends;
    for (std::uint64_t id = 0; id < 3; ++id) engine.send({.id = id, .prompt_tokens = 10, .output_tokens = 100});
    engine.run_until(0.1, ends);
    EXPECT_EQ(engine.running(), 2U);
    EXPECT_NE(engine.vllm_metrics("m8b").find("vllm:num_requests_waiting{engine=\"0\",model_name=\"m8b\"} 1.0"),
              std::string::npos);
    engine.run_until(10, ends);
    EXPECT_EQ(ends.ends.size(), 3U);
}

// What a gateway sees of it is read by the gateway's own parsers.
TEST(SimulatedEngine, ShowsItselfAsServersAndExportersDo) {
    SimulatedEngine engine;
    Ends ends;
    for (std::uint64_t id = 0; id < 3; ++id) engine.send({.id = id, .prompt_tokens = 50, .output_tokens = 500});
    engine.run_until(1, ends);
    const auto counts = energy::read_dcgm_page(engine.dcgm_metrics(), {});
    ASSERT_TRUE(counts);
    EXPECT_NEAR(static_cast<double>(counts->front().microjoules) * 1e-6, engine.counted_joules(), 1e-3);
    double running = 0;
    energy::for_each_sample(engine.vllm_metrics("m"), "vllm:num_requests_running",
                            [&](const energy::ExpositionSample& sample) { running = sample.value; });
    EXPECT_EQ(running, 3);
}

}  // namespace
}  // namespace greeninfer::testing
