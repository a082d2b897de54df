#include "pipeline/gains.hpp"

#include <algorithm>
#include <boost/container/small_vector.hpp>
#include <cmath>

#include "energy/footprint.hpp"
#include "grid/comparison.hpp"
#include "pipeline/evidence.hpp"
#include "pipeline/exchange.hpp"
#include "pipeline/site.hpp"

namespace greeninfer::pipeline {

namespace {

constexpr std::size_t kUsualEndpoints = 64;
using Places = boost::container::small_vector<const grid::Place*, kUsualEndpoints>;

Places places_that_can_answer(const Charge& charge, const Exchange& exchange) {
    Places places;
    for (const auto& endpoint : exchange.generation->fleet->endpoints_of(*charge.model)) {
        if (endpoint == charge.endpoint || fleet::can_answer(*endpoint)) places.push_back(&endpoint->place);
    }
    return places;
}

Carbon carbon_at(const grid::Place& place, Energy it_energy, const grid::Comparison& comparison) {
    return it_energy * place.pue * comparison.reading_at(place).intensity;
}

// Tokens as the engine counts them to one of those that the choice was made with.
double reported_per_expected_token(const Charge& charge, const fleet::WeighedEndpoint& winner) {
    const double expected = winner.cached_tokens + winner.missed_tokens;
    const auto reported = static_cast<double>(charge.prompt_tokens.value_or(0));
    return charge.tokens_reported && reported > 0 && expected > 0 ? reported / expected : 1;
}

// What the attempt took there, with what its endpoint said that its cache had in place of the guess.
Energy energy_found(const Charge& charge, const fleet::WeighedEndpoint& winner, Energy predicted) {
    if (!charge.cached_tokens) return predicted;
    const auto prompt = static_cast<std::uint64_t>(std::llround(winner.cached_tokens + winner.missed_tokens));
    const auto guessed = static_cast<std::uint64_t>(winner.cached_tokens);
    const auto found = static_cast<std::uint64_t>(
        std::llround(static_cast<double>(*charge.cached_tokens) / reported_per_expected_token(charge, winner)));
    const auto occupancy = charge.endpoint->occupancy();
    const auto to_read = [&](std::uint64_t cached) {
        const energy::TokenWork work{.prompt_tokens = prompt, .cached_tokens = cached, .output_tokens = 0};
        return charge.model->energy.estimate(work, occupancy).it_energy;
    };
    return std::max(Energy(), predicted + to_read(found) - to_read(guessed));
}

}  // namespace

std::optional<energy::PrefixGain> prefix_gain_of(const Charge& charge, const Exchange& exchange) {
    const auto work = work_of(charge);
    if (!work || work->cached_tokens == 0 || !charge.endpoint) return std::nullopt;
    energy::TokenWork without_cache = *work;
    without_cache.cached_tokens = 0;
    const auto occupancy = charge.endpoint->occupancy();
    const energy::EnergyProfile& profile = charge.model->energy;
    energy::Estimate spared = profile.estimate(without_cache, occupancy);
    const Energy spent = profile.estimate(*work, occupancy).it_energy;
    // A model of the hardware may say that less reading costs more; then nothing was spared.
    spared.it_energy = std::max(Energy(), spared.it_energy - spent);
    const Site site = site_of(*charge.endpoint, exchange);
    const energy::Footprint footprint = energy::footprint_of(spared, site.pue, *site.reading);
    return energy::PrefixGain{.tokens = std::min(work->cached_tokens, work->prompt_tokens),
                              .energy = footprint.energy,
                              .carbon = footprint.carbon.value_or(Carbon())};
}

std::optional<Carbon> green_routing_gain_of(const Charge& charge, const Exchange& exchange) {
    const Outcome& outcome = exchange.outcome;
    if (!outcome.placement.ground || !outcome.sent_at || !charge.footprint || !charge.endpoint) return std::nullopt;
    const Places places = places_that_can_answer(charge, exchange);
    if (places.size() < 2) return std::nullopt;
    const auto comparison =
        grid::Comparison::among(*exchange.grid, places, *outcome.sent_at, exchange.generation->grid.stale_after);
    if (!comparison) return std::nullopt;
    const Energy energy = charge.footprint->it_energy;
    Carbon sum;
    for (const grid::Place* place : places) sum += carbon_at(*place, energy, *comparison);
    const Carbon mean = sum * (1 / static_cast<double>(places.size()));
    return mean - carbon_at(charge.endpoint->place, energy, *comparison);
}

std::optional<energy::RoutingGain> routing_gain_of(const Charge& charge, const Exchange& exchange) {
    const auto& weighed = exchange.outcome.placement.weighed;
    if (!weighed || weighed->all < 2 || charge.failed_with || !charge.endpoint) return std::nullopt;
    const fleet::WeighedEndpoint& winner = weighed->shown[0];
    const double cached = charge.cached_tokens ? static_cast<double>(*charge.cached_tokens) : winner.cached_tokens;
    const double per_token = charge.cached_tokens ? reported_per_expected_token(charge, winner) : 1;
    energy::RoutingGain gain{.tokens = cached - weighed->mean_cached_tokens * per_token,
                             .seconds = weighed->mean_seconds - winner.seconds,
                             .energy = std::nullopt,
                             .carbon = std::nullopt};
    if (!weighed->mean_it_energy || !weighed->it_energy) return gain;
    const Energy found = energy_found(charge, winner, *weighed->it_energy);
    gain.energy = (*weighed->mean_it_energy - found) * charge.endpoint->place.pue;
    if (!weighed->mean_carbon || !winner.carbon || *weighed->it_energy == Energy()) return gain;
    gain.carbon = *weighed->mean_carbon - *winner.carbon * (found / *weighed->it_energy);
    return gain;
}

}  // namespace greeninfer::pipeline
