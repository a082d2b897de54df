#include "wire/native_reply.hpp"

#include "wire/json_writer.hpp"

namespace greeninfer::wire {
namespace {

void write_answer(const NativeReply& reply, JsonWriter& writer) {
    writer.member("response", reply.response);
    writer.member("model_tier", reply.model_tier).member("model_name", reply.model_name);
    writer.member("model_id", reply.model_id).member("mode_used", reply.mode_used);
}

void write_prompt(const NativeReply& reply, JsonWriter& writer) {
    writer.member("original_tokens", reply.original_tokens).member("optimized_tokens", reply.optimized_tokens);
    writer.member("tokens_saved", reply.tokens_saved).member("reduction_pct", reply.reduction_pct);
    writer.member("tokens_method", reply.tokens_method);
    writer.member("optimized_prompt", reply.optimized_prompt).member("optimizer_used", reply.optimizer_used);
    if (reply.shortening_json) writer.key("shortening").raw(*reply.shortening_json);
    writer.measured("complexity_score", reply.complexity_score);
    writer.member("complexity_score_100", reply.complexity_score_100);
    writer.member("complexity_label", reply.complexity_label);
}

void write_path(const NativeReply& reply, JsonWriter& writer) {
    if (reply.cascade_path) {
        writer.key("cascade_path").begin_array();
        for (const std::string& tier : *reply.cascade_path) writer.value(std::string_view(tier));
        writer.end_array();
    }
    writer.member("escalations", reply.escalations);
}

void write_account(const NativeReply& reply, JsonWriter& writer) {
    writer.member("latency_ms", reply.latency_ms);
    if (reply.session_json) writer.key("session").raw(*reply.session_json);
}

void write_preview(const NativeReply& reply, JsonWriter& writer) {
    if (reply.preview_json) writer.key("preview").raw(*reply.preview_json);
    writer.member("preview_choice", reply.preview_choice);
    writer.measured("preview_energy_mwh", reply.preview_energy_mwh);
    writer.measured("preview_co2_grams", reply.preview_co2_grams);
    writer.member("preview_failed", reply.preview_failed).member("preview_ignored", reply.preview_ignored);
}

template <class WriteMembers>
void append_event(std::string_view name, WriteMembers write_members, std::string& out) {
    out += "event: ";
    out += name;
    out += "\ndata: ";
    JsonWriter writer(out);
    writer.begin_object();
    write_members(writer);
    writer.end_object();
    out += "\n\n";
}

void write_all(const NativeReply& reply, JsonWriter& writer) {
    write_answer(reply, writer);
    write_energy_fields(reply.energy, writer);
    write_prompt(reply, writer);
    write_path(reply, writer);
    write_native_explanation(reply.explanation, writer);
    write_account(reply, writer);
    write_preview(reply, writer);
}

}  // namespace

void append_native_reply(const NativeReply& reply, std::string& out) {
    JsonWriter writer(out);
    writer.begin_object();
    write_all(reply, writer);
    writer.end_object();
}

void append_decision_event(const NativeReply& decision, std::string& out) {
    append_event("decision", [&](JsonWriter& writer) { write_all(decision, writer); }, out);
}

void append_draft_event(std::string_view model_tier, std::string_view text, std::string& out) {
    append_event(
        "draft", [&](JsonWriter& writer) { writer.member("model_tier", model_tier).member("text", text); }, out);
}

void append_escalation_event(std::string_view from_tier, std::string_view to_tier, std::string_view reason,
                             std::string& out) {
    append_event(
        "escalation",
        [&](JsonWriter& writer) { writer.member("from", from_tier).member("to", to_tier).member("reason", reason); },
        out);
}

void append_preview_event(std::string_view preview_json, std::string& out) {
    append_event("preview", [&](JsonWriter& writer) { writer.key("preview").raw(preview_json); }, out);
}

void append_delta_event(std::string_view text, std::string& out) {
    append_event("delta", [&](JsonWriter& writer) { writer.member("text", text); }, out);
}

void append_done_event(const NativeReply& reply, std::string& out) {
    append_event("done", [&](JsonWriter& writer) { write_all(reply, writer); }, out);
}

}  // namespace greeninfer::wire
