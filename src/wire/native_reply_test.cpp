#include "wire/native_reply.hpp"

#include <gtest/gtest.h>

#include "wire/golden_for_test.hpp"

namespace greeninfer::wire {
namespace {

NativeReply whole_reply() {
    return {.response = "Paris.",
            .model_tier = "small",
            .model_name = "SmolLM2 135M",
            .model_id = "smollm2-135m",
            .mode_used = "eco",
            .energy = {.is_final = true,
                       .energy_mwh = 3.82,
                       .energy_mwh_low = 3.1,
                       .energy_mwh_high = 4.9,
                       .energy_method = "proxy",
                       .co2_grams = 0.00075636,
                       .grid_intensity = 198,
                       .grid_zone = "US-TEX-ERCO",
                       .grid_source = "static",
                       .baseline_energy_mwh = 95,
                       .energy_saved_pct = -4,
                       .green_score = 91,
                       .green_tip = "Ask \"short\".",
                       .cost_usd = 0.0000012},
            .original_tokens = 12,
            .optimized_tokens = 9,
            .tokens_saved = 3,
            .reduction_pct = 25,
            .optimized_prompt = "Capital of France?",
            .optimizer_used = true,
            .complexity_score = 0.12,
            .complexity_score_100 = 12,
            .complexity_label = "Trivial",
            .cascade_path = std::vector<std::string>{"small", "medium"},
            .escalations = 1,
            .explanation = {.region = "us-south1",
                            .decision = "the medium model is worth its carbon",
                            .mode_moved_by = "the electricity is dirty",
                            .complexity_reasons = {"asks for a proof", "long"},
                            .p_right_json = R"({"small":0.5,"medium":0.7,"large":0.9})",
                            .cascade_json = R"({"plan":"check","reason":"a larger model is expected to do better"})",
                            .placement_json = R"({"reason":"the greenest"})",
                            .deferral_json = R"({"ended":"clean","waited_seconds":60})",
                            .attempts = 2},
            .latency_ms = 240,
            .session_json = R"({"total_prompts":2})"};
}

std::string printed(const NativeReply& reply) {
    std::string out;
    append_native_reply(reply, out);
    return out;
}

TEST(NativeReply, NamesEveryField) {
    expect_golden("native_reply.txt", printed(whole_reply()) + "\n");
}

TEST(NativeReply, UnknownIsAbsentAndZeroIsNot) {
    EXPECT_EQ(printed({}), "{}");
    EXPECT_EQ(printed({.response = "", .energy = {.energy_mwh = 0.0}, .escalations = 0}),
              R"({"response":"","energy_mwh":0,"escalations":0})");
}

TEST(NativeReply, OfAPreviewHasNoAnswer) {
    EXPECT_EQ(printed({.model_tier = "small", .preview_json = R"({"id":"p1"})"}),
              R"({"model_tier":"small","preview":{"id":"p1"}})");
    EXPECT_EQ(printed({.preview_choice = "expand", .preview_energy_mwh = 1.5, .preview_co2_grams = 0.25}),
              R"({"preview_choice":"expand","preview_energy_mwh":1.5,"preview_co2_grams":0.25})");
    EXPECT_EQ(printed({.preview_failed = "too slow", .preview_ignored = "another prompt"}),
              R"({"preview_failed":"too slow","preview_ignored":"another prompt"})");
    std::string event;
    append_preview_event(R"({"id":"p1"})", event);
    EXPECT_EQ(event, "event: preview\ndata: {\"preview\":{\"id\":\"p1\"}}\n\n");
}

TEST(NativeReply, Events) {
    std::string out;
    append_decision_event({.model_tier = "small", .complexity_score_100 = 12}, out);
    append_draft_event("small", "Par", out);
    append_escalation_event("small", "medium", "low confidence", out);
    append_delta_event("Paris\n", out);
    append_done_event(whole_reply(), out);
    expect_golden("native_events.txt", out);
}

}  // namespace
}  // namespace greeninfer::wire
