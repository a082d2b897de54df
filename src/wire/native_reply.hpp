#pragma once
// What POST /chat answers, whole or as events. Only what is known is printed: a field whose part of the gateway does
// not exist, or did not run, is absent, so that no client takes an invented 0 for a measurement.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "wire/energy_fields.hpp"
#include "wire/native_explanation.hpp"

namespace greeninfer::wire {

// Every member is optional; names, types and units are those of the wire.
struct NativeReply {
    std::optional<std::string> response;
    std::optional<std::string> model_tier;
    std::optional<std::string> model_name;  // as displayed
    std::optional<std::string> model_id;    // as in the catalogue
    std::optional<std::string> mode_used;
    EnergyFields energy;
    std::optional<std::uint64_t> original_tokens;
    std::optional<std::uint64_t> optimized_tokens;
    std::optional<std::uint64_t> tokens_saved;
    std::optional<std::int64_t> reduction_pct;
    std::optional<std::string> tokens_method;  // counted or estimated
    std::optional<std::string> optimized_prompt;
    std::optional<bool> optimizer_used;
    std::optional<std::string> shortening_json;  // an object, JSON already
    std::optional<double> complexity_score;      // 0 to 1
    std::optional<std::int64_t> complexity_score_100;
    std::optional<std::string> complexity_label;
    std::optional<std::vector<std::string>> cascade_path;
    std::optional<std::uint64_t> escalations;
    NativeExplanation explanation = {};
    std::optional<std::uint64_t> latency_ms;
    std::optional<std::string> session_json;  // an object, JSON already
    // Of a preview, or of an answer that followed one.
    std::optional<std::string> preview_json;  // an object, JSON already
    std::optional<std::string> preview_choice;
    std::optional<double> preview_energy_mwh;  // on the previews' own replies, so not a part of energy_mwh
    std::optional<double> preview_co2_grams;
    std::optional<std::string> preview_failed;   // why there is an answer in its place
    std::optional<std::string> preview_ignored;  // why a confirmation has no effect
};

void append_native_reply(const NativeReply& reply, std::string& out);

// Events of POST /chat with stream:true, each "event: NAME" and one line of data.
void append_decision_event(const NativeReply& decision, std::string& out);  // what is known before the answer
void append_draft_event(std::string_view model_tier, std::string_view text, std::string& out);
void append_escalation_event(std::string_view from_tier, std::string_view to_tier, std::string_view reason,
                             std::string& out);
void append_preview_event(std::string_view preview_json, std::string& out);
void append_delta_event(std::string_view text, std::string& out);
void append_done_event(const NativeReply& reply, std::string& out);  // all fields; the last event

}  // namespace greeninfer::wire
