#include "pipeline/metering.hpp"

#include "pipeline/capability.hpp"
#include "pipeline/exchange.hpp"

namespace greeninfer::pipeline {

namespace {

energy::TokenWork work_so_far(const Exchange& exchange) {
    const Outcome& outcome = exchange.outcome;
    energy::TokenWork work{.prompt_tokens = estimated_prompt_tokens(exchange.view),
                           .output_tokens = outcome.estimated_tokens};
    if (!outcome.usage) return work;
    work.prompt_tokens = outcome.usage->prompt_tokens.value_or(work.prompt_tokens);
    work.output_tokens = outcome.usage->completion_tokens.value_or(work.output_tokens);
    if (outcome.usage->cached_tokens.state == wire::CachedTokens::State::known)
        work.cached_tokens = outcome.usage->cached_tokens.tokens;
    return work;
}

}  // namespace

telemetry::LabelId department_of(const Exchange& exchange) {
    return exchange.department ? exchange.department->label : telemetry::kNone;
}

energy::EnergyLabels energy_labels(const Exchange& exchange, const models::Model& model,
                                   const fleet::Endpoint& endpoint) {
    return {.model = exchange.generation->labels.models[model.id],
            .region = endpoint.region_label,
            .department = department_of(exchange)};
}

void begin_metering(Exchange& exchange, Moment now) {
    Metering& metering = exchange.outcome.metering;
    metering = {};
    const fleet::Endpoint& endpoint = *exchange.outcome.endpoint;
    if (!endpoint.ledger) return;
    const energy::EnergyLabels labels = energy_labels(exchange, *exchange.decision.model, endpoint);
    const energy::Booking booking{.model = labels.model,
                                  .region = labels.region,
                                  .department = labels.department,
                                  .zone_index = endpoint.place.zone_index,
                                  .pue = endpoint.place.pue,
                                  .streamed = exchange.answers_stream() || endpoint.always_stream};
    metering.ticket = endpoint.ledger->begin(booking, estimated_prompt_tokens(exchange.view), now);
    metering.is_metered = metering.ticket.has_value();
}

void note_output(Exchange& exchange, std::uint64_t output_tokens) {
    exchange.outcome.estimated_tokens = output_tokens;
    Metering& metering = exchange.outcome.metering;
    if (!metering.ticket || output_tokens <= metering.output_tokens) return;
    metering.ticket->add_output(output_tokens - metering.output_tokens);
    metering.output_tokens = output_tokens;
}

void end_metering(Exchange& exchange, const Result<void>& result, Moment now) {
    Metering& metering = exchange.outcome.metering;
    if (metering.ticket && !may_have_worked(exchange.outcome, result)) {
        metering.ticket->discard(now);
        metering = {};
    }
    finish_metering(exchange, now);
}

void finish_metering(Exchange& exchange, Moment now) {
    if (!exchange.outcome.answer_ended_at) exchange.outcome.answer_ended_at = now;
    Metering& metering = exchange.outcome.metering;
    if (!metering.ticket) return;
    metering.share = metering.ticket->finish(work_so_far(exchange), now);
    metering.ticket.reset();
}

}  // namespace greeninfer::pipeline
