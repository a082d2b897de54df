#pragma once
// All that a request cost, over every attempt and check and the shortening of its prompt, and what the largest model
// would have cost in its place.
#include <optional>

#include "base/units.hpp"
#include "energy/footprint.hpp"
#include "energy/savings.hpp"
#include "models/catalogue.hpp"

namespace greeninfer::pipeline {

struct Exchange;
struct Charge;

// A sum is absent when one of its parts is unknown: a sum that leaves one out would look cheaper than it was.
struct Bill {
    std::optional<energy::Footprint> footprint;
    std::optional<Money> cost;
    std::optional<Carbon> embodied;  // of the attempts of which it is known; absent when of none
    // The answer as it is, to the prompt as the client wrote it, from the largest configured model alone; unknown until
    // the answer's tokens are known.
    const models::Model* baseline_model = nullptr;
    std::optional<energy::Footprint> baseline;
    // What the previews took that led to this answer, on requests of their own; unknown poisons the saving.
    std::optional<energy::Footprint> earlier = energy::FootprintSum().total();

    // Rounded; negative when the request cost more than the baseline.
    std::optional<long> saved_pct() const;
    // Attributed and incremental, apart; negative where more was spent.
    std::optional<energy::Savings<Carbon>> saved() const;
};

// With the attempt that runs now, as far as it is known.
Bill bill_of(const Exchange& exchange);

// The charge of the answer that the client gets; null before there is one. `open` holds the one of the attempt that
// runs now.
const Charge* answer_of(const Exchange& exchange, std::optional<Charge>& open);

}  // namespace greeninfer::pipeline
