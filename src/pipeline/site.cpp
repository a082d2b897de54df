#include "pipeline/site.hpp"

#include <algorithm>

#include "pipeline/exchange.hpp"

namespace greeninfer::pipeline {

Site site_of(const fleet::Endpoint& endpoint, const Exchange& exchange) {
    return {endpoint.place.pue, &exchange.grid->at(endpoint.place.zone_index).now};
}

Site dirtiest_site(const models::Model& model, const Exchange& exchange) {
    const auto& endpoints = exchange.generation->fleet->endpoints_of(model);
    const auto grams = [&](const auto& endpoint) { return site_of(*endpoint, exchange).grams_per_kwh(); };
    return site_of(**std::ranges::max_element(endpoints, {}, grams), exchange);
}

}  // namespace greeninfer::pipeline
