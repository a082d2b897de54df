#pragma once
// The energy, carbon and grid of a request as both dialects print them.
#include "pipeline/exchange.hpp"
#include "wire/energy_fields.hpp"

namespace greeninfer::pipeline {

// As far as it is known; the views in it point into the Exchange.
wire::EnergyFields energy_fields(const Exchange& exchange, const Clock& clock);

}  // namespace greeninfer::pipeline
