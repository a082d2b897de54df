#include "pipeline/shortening_json.hpp"

#include <algorithm>

#include "wire/json_text.hpp"
#include "wire/json_writer.hpp"

namespace greeninfer::pipeline {

namespace {

void write_applied(const ShorteningReport& report, wire::JsonWriter& writer) {
    writer.key("applied").begin_array();
    for (std::size_t i = 0; i < report.compacted_bytes.size(); ++i) {
        if (report.compacted_bytes[i] > 0) writer.value(optimizer::kCompactionKindNames[i]);
    }
    if (report.deleted_by_phrases > 0) writer.value("phrases");
    if (report.deleted_by_model > 0) writer.value("model");
    if (report.brief) writer.value("brief_answers");
    writer.end_array();
}

void write_tokens(const PromptTokens& tokens, wire::JsonWriter& writer) {
    writer.member("original_tokens", tokens.original).member("optimized_tokens", tokens.sent);
    writer.member("tokens_saved", tokens.saved()).member("reduction_pct", tokens.reduction_pct());
    writer.member("tokens_method", method_of(tokens));
}

void write_compaction(const ShorteningReport& report, wire::JsonWriter& writer) {
    if (report.all_compacted_bytes() == 0) return;
    writer.key("compacted_bytes").begin_object();
    for (std::size_t i = 0; i < report.compacted_bytes.size(); ++i) {
        if (report.compacted_bytes[i] > 0) writer.member(optimizer::kCompactionKindNames[i], report.compacted_bytes[i]);
    }
    writer.end_object();
}

void write_gate(const Exchange& exchange, wire::JsonWriter& writer) {
    const auto& gate = exchange.shortening.gate;
    if (!gate) return;
    const auto setting = static_cast<std::size_t>(exchange.generation->optimizer.gate);
    writer.key("gate").begin_object().member("setting", optimizer::kShorteningGateNames[setting]);
    writer.member("asked", gate->asks);
    if (gate->is_probe) writer.member("probe", true);
    writer.key("expected_tokens_saved").measure(gate->tokens);
    writer.key("saves_mwh").measure(gate->saves.as_milliwatt_hours()).member("saves_by", name_of(gate->saves_by));
    writer.key("costs_mwh").measure(gate->costs.as_milliwatt_hours());
    writer.member("costs_by", gate->costs_measured ? "measured" : "assumed").end_object();
}

}  // namespace

std::string_view method_of(const PromptTokens& tokens) {
    return tokens.counted ? "counted" : "estimated";
}

std::optional<std::string> shortening_json(const Exchange& exchange, const std::optional<PromptTokens>& tokens) {
    const ShorteningReport& report = exchange.shortening;
    if (!report.is_said) return std::nullopt;
    std::string json;
    wire::JsonWriter writer(json);
    writer.begin_object();
    write_applied(report, writer);
    if (report.left_alone) writer.member("left_alone", name_of(*report.left_alone));
    if (tokens) write_tokens(*tokens, writer);
    if (report.shortened_texts > 0) {
        writer.member("texts", report.shortened_texts);
        writer.member("words_deleted", report.deleted_by_phrases + report.deleted_by_model);
    }
    write_compaction(report, writer);
    write_gate(exchange, writer);
    if (report.footprint) {
        writer.key("energy_mwh").measure(report.footprint->energy.as_milliwatt_hours());
        writer.member("energy_method", name_of(report.footprint->evidence));
        writer.key("cpu_ms").measure(std::chrono::duration<double, std::milli>(report.cpu_time).count());
    }
    writer.end_object();
    return json;
}

std::string prompt_as_sent(const Exchange& exchange) {
    std::string text;
    const auto& messages = exchange.view.messages;
    const auto newest = std::find_if(messages.rbegin(), messages.rend(),
                                     [](const auto& message) { return message.role == wire::Role::user; });
    if (newest == messages.rend() || newest->text_count == 0) return text;
    wire::append_unescaped(exchange.view.texts[newest->first_text].of(exchange.body), text);
    return text;
}

}  // namespace greeninfer::pipeline
