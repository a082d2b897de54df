#include "pipeline/receipt.hpp"

#include "wire/json_writer.hpp"

namespace greeninfer::pipeline {

namespace {

void write_tokens(const Exchange& exchange, wire::JsonWriter& writer) {
    const Outcome& outcome = exchange.outcome;
    if (!outcome.usage && outcome.estimated_tokens == 0) return;
    writer.key("tokens").begin_object();
    if (outcome.usage) {
        writer.member("prompt", outcome.usage->prompt_tokens).member("completion", outcome.usage->completion_tokens);
    } else {
        writer.member("completion", outcome.estimated_tokens);
    }
    writer.member("method", outcome.usage ? "reported" : "estimated").end_object();
}

}  // namespace

std::string receipt_json(const Exchange& exchange) {
    std::string json;
    if (exchange.generation->telemetry.receipt != telemetry::Receipt::body) return json;
    const Decision& decision = exchange.decision;
    wire::JsonWriter writer(json);
    writer.begin_object().member("model", decision.model->settings.name);
    writer.member("tier", to_string(decision.model->settings.tier));
    if (exchange.outcome.endpoint && !exchange.outcome.endpoint->region.empty()) {
        writer.member("region", exchange.outcome.endpoint->region);
    }
    writer.member("mode", kModeNames[static_cast<std::size_t>(decision.mode)]);
    writer.member("decision", decision.reason).member("attempts", exchange.outcome.attempts);
    write_tokens(exchange, writer);
    writer.member("cost_usd", cost_usd(exchange)).end_object();
    return json;
}

void add_receipt_fields(const Exchange& exchange, net::FieldLines& out) {
    if (exchange.generation->telemetry.receipt == telemetry::Receipt::off || !exchange.decision.model) return;
    out.add("x-greeninfer-model", exchange.decision.model->settings.name);
    out.add("x-greeninfer-tier", to_string(exchange.decision.model->settings.tier));
    if (exchange.outcome.endpoint && !exchange.outcome.endpoint->region.empty()) {
        out.add("x-greeninfer-region", exchange.outcome.endpoint->region);
    }
}

std::optional<double> cost_usd(const Exchange& exchange) {
    const models::PriceSettings& price = exchange.decision.model->settings.price;
    const auto& usage = exchange.outcome.usage;
    const bool makes_tokens = exchange.kind != wire::RequestKind::embedding;
    if (usage && makes_tokens && !usage->completion_tokens) return std::nullopt;
    if (!usage || !price.input_per_mtok || !price.output_per_mtok || !usage->prompt_tokens) return std::nullopt;
    constexpr double kTokensPerMegatoken = 1e6;
    const double input = static_cast<double>(*usage->prompt_tokens) * *price.input_per_mtok;
    const double output = static_cast<double>(usage->completion_tokens.value_or(0)) * *price.output_per_mtok;
    return (input + output) / kTokensPerMegatoken;
}

}  // namespace greeninfer::pipeline
