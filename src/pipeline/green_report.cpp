#include "pipeline/green_report.hpp"

#include <algorithm>

#include "energy/green_score.hpp"
#include "energy/green_tip.hpp"
#include "pipeline/evidence.hpp"
#include "pipeline/expected_carbon.hpp"
#include "pipeline/site.hpp"
#include "pipeline/token_count.hpp"

namespace greeninfer::pipeline {

namespace {

// As it was judged, or else as the prompt was scored.
std::optional<double> chance_of_right(const Exchange& exchange) {
    if (exchange.outcome.cascade.p_right) return exchange.outcome.cascade.p_right;
    const auto& assessment = exchange.decision.assessment;
    if (!assessment) return std::nullopt;
    return p_right_of(*assessment, exchange.decision.model->settings.tier);
}

void add_smaller_model(const Exchange& exchange, const energy::TokenWork& work, energy::RequestFacts& facts) {
    const auto& candidates = exchange.decision.candidates;
    const auto answered = std::ranges::find(candidates, exchange.decision.model, &Candidate::model);
    if (answered == candidates.end() || answered == candidates.begin()) return;
    const Candidate& smaller = *std::prev(answered);
    facts.smaller_model = ExpectedCarbon(*exchange.generation, *exchange.grid).of(*smaller.model, work);
    facts.smaller_model_quality = smaller.p_right;
}

// The least that is forecast for the hours to come in the zone that answered.
void add_forecast(const grid::ZoneState& zone, WallTime now, energy::RequestFacts& facts) {
    facts.intensity = zone.now.intensity;
    for (const grid::ForecastPoint& point : zone.forecast) {
        if (point.at <= now || (facts.best_within && point.intensity >= *facts.best_within)) continue;
        facts.best_within = point.intensity;
        facts.best_in_hours = std::chrono::duration<double, std::ratio<3600>>(point.at - now).count();
    }
}

Carbon carbon_of_prompt(const Exchange& exchange, const Charge& answer, energy::TokenWork work) {
    work.output_tokens = 0;
    const Site site = site_of(*answer.endpoint, exchange);
    const auto estimate = answer.model->energy.estimate(work, answer.endpoint->occupancy());
    return estimate.it_energy * site.pue * site.reading->intensity;
}

}  // namespace

std::optional<int> green_score_of(const Exchange& exchange, const Bill& bill) {
    std::optional<Charge> open;
    const Charge* const answer = answer_of(exchange, open);
    const auto work = answer ? work_of(*answer) : std::nullopt;
    if (!work || !bill.footprint) return std::nullopt;
    const auto tokens = prompt_tokens_of(exchange, *answer);
    return energy::green_score({.original_prompt_tokens = tokens ? tokens->original : work->prompt_tokens,
                                .answer_tokens = work->output_tokens,
                                .carbon = bill.footprint->carbon,
                                .quality = chance_of_right(exchange)});
}

std::optional<std::string> green_tip_of(const Exchange& exchange, const Bill& bill, WallTime now) {
    std::optional<Charge> open;
    const Charge* const answer = answer_of(exchange, open);
    const auto work = answer ? work_of(*answer) : std::nullopt;
    const auto carbon = bill.footprint ? bill.footprint->carbon : std::nullopt;
    if (!work || !answer->endpoint || !carbon) return std::nullopt;
    energy::RequestFacts facts{.carbon = carbon,
                               .quality_target = exchange.generation->cascade.quality_target,
                               .prompt = carbon_of_prompt(exchange, *answer, *work),
                               .prompt_tokens = work->prompt_tokens,
                               .cached_tokens = work->cached_tokens};
    const auto kept = answer->carbon();
    if (kept && exchange.outcome.cascade.escalations > 0) facts.discarded = *carbon - *kept;
    add_smaller_model(exchange, *work, facts);
    add_forecast(exchange.grid->at(answer->endpoint->place.zone_index), now, facts);
    return energy::words_of(energy::green_tip(facts), facts);
}

}  // namespace greeninfer::pipeline
