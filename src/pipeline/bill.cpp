#include "pipeline/bill.hpp"

#include <algorithm>
#include <cmath>

#include "pipeline/exchange.hpp"

namespace greeninfer::pipeline {

namespace {

// Adds one part to a sum that becomes unknown for good as soon as one part is.
template <class Part>
void add(std::optional<Part>& sum, const std::optional<Part>& part) {
    if (!sum) return;
    part ? void(*sum += *part) : sum.reset();
}

void add(Bill& bill, const Charge& charge) {
    add(bill.energy, charge.energy);
    add(bill.carbon, charge.carbon);
    add(bill.cost, charge.cost);
}

const models::Model* largest(const Exchange& exchange) {
    const models::Model* found = nullptr;
    for (const models::Model& model : exchange.generation->catalogue.models()) {
        if (model.can(models::Capability::embeddings)) continue;
        if (!found || model.settings.tier > found->settings.tier) found = &model;
    }
    return found;
}

std::optional<Energy> baseline_of(const Exchange& exchange, const Charge& answer) {
    const models::Model* const model = largest(exchange);
    if (!model || exchange.kind == wire::RequestKind::embedding) return std::nullopt;
    if (!answer.prompt_tokens || !answer.completion_tokens) return std::nullopt;
    const Energy it_energy = model->energy_per_token().of(*answer.prompt_tokens, *answer.completion_tokens);
    return it_energy * exchange.generation->grid.pue;
}

}  // namespace

std::optional<Energy> Bill::energy_low() const {
    return energy ? std::optional(*energy * energy::kProxyLow) : std::nullopt;
}

std::optional<Energy> Bill::energy_high() const {
    return energy ? std::optional(*energy * energy::kProxyHigh) : std::nullopt;
}

std::optional<long> Bill::saved_pct() const {
    if (!energy || !baseline || baseline->as_joules() <= 0) return std::nullopt;
    return std::lround(100 * (1 - *energy / *baseline));
}

Bill bill_of(const Exchange& exchange) {
    const Outcome& outcome = exchange.outcome;
    Bill bill{.energy = Energy(), .carbon = Carbon(), .cost = Money(), .baseline = {}};
    const Charge* answer = nullptr;
    for (const Charge& charge : outcome.charges) {
        add(bill, charge);
        if (charge.purpose == Purpose::answer && charge.model == exchange.decision.model) answer = &charge;
    }
    if (outcome.attempt_open) {
        const Charge charge = charge_of_attempt(exchange, Purpose::answer);
        add(bill, charge);
        bill.baseline = baseline_of(exchange, charge);
    } else if (answer) {
        bill.baseline = baseline_of(exchange, *answer);
    }
    return bill;
}

}  // namespace greeninfer::pipeline
