#include "pipeline/receipt.hpp"

#include <fmt/format.h>

#include "pipeline/bill.hpp"
#include "pipeline/decision_json.hpp"
#include "pipeline/energy_report.hpp"
#include "pipeline/placement_json.hpp"
#include "pipeline/session_report.hpp"
#include "pipeline/shortening_json.hpp"
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

// Known before the body only where the answer leaves as a whole.
void add_energy(const Exchange& exchange, net::FieldLines& out) {
    if (!exchange.outcome.usage || exchange.answers_stream()) return;
    const auto footprint = bill_of(exchange).footprint;
    if (!footprint) return;
    out.add("x-greeninfer-energy-mwh", fmt::format("{:.6g}", footprint->energy.as_milliwatt_hours()));
    if (footprint->carbon) out.add("x-greeninfer-co2-g", fmt::format("{:.6g}", footprint->carbon->as_grams()));
    out.add("x-greeninfer-method", name_of(footprint->evidence));
}

}  // namespace

std::string receipt_json(const Exchange& exchange, const Clock& clock) {
    std::string json;
    if (exchange.generation->telemetry.receipt != telemetry::Receipt::body) return json;
    const Decision& decision = exchange.decision;
    wire::JsonWriter writer(json);
    writer.begin_object().member("model", decision.model->settings.name);
    writer.member("tier", to_string(decision.model->settings.tier));
    writer.member("region", region_of(exchange.outcome));
    writer.member("mode", kModeNames[static_cast<std::size_t>(decision.mode)]);
    if (!decision.mode_moved_by.empty()) writer.member("mode_moved_by", decision.mode_moved_by);
    write_complexity(decision, writer);
    write_chances(decision, writer);
    writer.member("decision", decision.reason).member("attempts", exchange.outcome.attempts);
    write_cascade(exchange.outcome.cascade, writer);
    write_tokens(exchange, writer);
    if (exchange.shortening.is_said) {
        const auto shortening = shortening_json(exchange, prompt_tokens_of(exchange));
        if (shortening) writer.key("shortening").raw(*shortening);
    }
    wire::write_energy_fields(energy_fields(exchange, clock), writer);
    write_placement(exchange.outcome, writer);
    if (const auto session = session_json(exchange)) writer.key("session").raw(*session);
    writer.end_object();
    return json;
}

void add_receipt_fields(const Exchange& exchange, net::FieldLines& out) {
    if (exchange.generation->telemetry.receipt == telemetry::Receipt::off || !exchange.decision.model) return;
    out.add("x-greeninfer-model", exchange.decision.model->settings.name);
    out.add("x-greeninfer-tier", to_string(exchange.decision.model->settings.tier));
    if (const auto region = region_of(exchange.outcome)) out.add("x-greeninfer-region", *region);
    if (const auto& assessment = exchange.decision.assessment) {
        out.add("x-greeninfer-complexity", fmt::format("{:.0f}", assessment->score));
    }
    add_energy(exchange, out);
}

}  // namespace greeninfer::pipeline
