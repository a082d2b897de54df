#include "pipeline/bill.hpp"

#include <algorithm>
#include <cmath>

#include "pipeline/evidence.hpp"
#include "pipeline/exchange.hpp"
#include "pipeline/site.hpp"
#include "pipeline/token_count.hpp"

namespace greeninfer::pipeline {

namespace {

struct Sum {
    energy::FootprintSum footprint;
    std::optional<Money> cost = Money();
    std::optional<Carbon> embodied;

    void add(const Charge& charge) {
        if (charge.embodied) embodied = embodied.value_or(Carbon()) + *charge.embodied;
        charge.footprint ? footprint.add(*charge.footprint) : footprint.add_unknown();
        if (cost && charge.cost) {
            *cost += *charge.cost;
        } else {
            cost.reset();
        }
    }
};

const models::Model* largest(const Exchange& exchange) {
    const models::Model* found = nullptr;
    for (const models::Model& model : exchange.generation->catalogue.models()) {
        if (model.can(models::Capability::embeddings)) continue;
        if (!found || model.settings.tier > found->settings.tier) found = &model;
    }
    return found;
}

// With what reading the tokens would have taken that were not sent.
std::optional<energy::Footprint> with_original_prompt(const Exchange& exchange, const Charge& answer,
                                                      const PromptTokens& tokens) {
    const auto work = work_of(answer);
    if (!answer.footprint || !answer.endpoint || !work || tokens.saved() == 0) return answer.footprint;
    energy::TokenWork original = *work;
    original.prompt_tokens = tokens.original;
    const auto occupancy = answer.endpoint->occupancy();
    energy::Estimate more = answer.model->energy.estimate(original, occupancy);
    const Energy read = answer.model->energy.estimate(*work, occupancy).it_energy;
    more.it_energy = std::max(Energy(), more.it_energy - read);
    const Site site = site_of(*answer.endpoint, exchange);
    energy::FootprintSum sum;
    sum.add(*answer.footprint);
    sum.add(energy::footprint_of(more, site.pue, *site.reading));
    return sum.total();
}

// The largest model's answer of the same length. Where that model itself answered, by the same evidence: a figure of
// another kind would show a saving that nobody made.
std::optional<energy::Footprint> baseline_of(const Exchange& exchange, const models::Model& model,
                                             const Charge& answer) {
    const auto tokens = prompt_tokens_of(exchange, answer);
    if (&model == answer.model) {
        return tokens ? with_original_prompt(exchange, answer, *tokens) : answer.footprint;
    }
    Charge other{.model = &model,
                 .prompt_tokens = tokens ? std::optional(tokens->original) : std::nullopt,
                 .completion_tokens = answer.completion_tokens,
                 .cached_tokens = answer.cached_tokens};
    other.endpoint = exchange.generation->fleet->endpoints_of(model).front();
    price(other, exchange);
    return other.footprint;
}

}  // namespace

std::optional<long> Bill::saved_pct() const {
    if (!footprint || !earlier || !baseline || baseline->energy.as_joules() <= 0) return std::nullopt;
    return std::lround(100 * (1 - (footprint->energy + earlier->energy) / baseline->energy));
}

std::optional<energy::Savings<Carbon>> Bill::saved() const {
    if (!footprint || !earlier || !baseline) return std::nullopt;
    if (!footprint->carbon || !earlier->carbon || !baseline->carbon) return std::nullopt;
    return energy::savings_against(*baseline->carbon, *footprint->carbon + *earlier->carbon);
}

const Charge* answer_of(const Exchange& exchange, std::optional<Charge>& open) {
    const Outcome& outcome = exchange.outcome;
    if (outcome.attempt_open) return &open.emplace(charge_of_attempt(exchange, Purpose::answer));
    for (auto charge = outcome.charges.rbegin(); charge != outcome.charges.rend(); ++charge) {
        if (charge->purpose == Purpose::answer && charge->model == exchange.decision.model) return &*charge;
    }
    return nullptr;
}

Bill bill_of(const Exchange& exchange) {
    Sum sum;
    for (const Charge& charge : exchange.outcome.charges) sum.add(charge);
    std::optional<Charge> open;
    const Charge* const answer = answer_of(exchange, open);
    if (open) sum.add(*open);
    if (exchange.shortening.footprint) sum.footprint.add(*exchange.shortening.footprint);
    Bill bill{.footprint = sum.footprint.total(), .cost = sum.cost, .embodied = sum.embodied};
    if (exchange.preview.confirmed) bill.earlier = exchange.preview.confirmed->spent.footprint;
    if (!answer || exchange.kind == wire::RequestKind::embedding) return bill;
    bill.baseline_model = largest(exchange);
    if (bill.baseline_model) bill.baseline = baseline_of(exchange, *bill.baseline_model, *answer);
    return bill;
}

}  // namespace greeninfer::pipeline
