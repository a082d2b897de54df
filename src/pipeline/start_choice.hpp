#pragma once
// Which candidate answers first. Pure: the same candidates, settings and mode give the same choice, so it can be
// explained, replayed and judged on recorded outcomes.
//
// Difficulty alone picks worse than a random mix on the public sets (a hard prompt may defeat every model, an easy one
// a small model only), so the default weighs the chance of a good answer against the relative carbon; bands of the
// score are kept for those who want the published behaviour.
#include <span>
#include <string>

#include "pipeline/candidate.hpp"
#include "pipeline/routing_settings.hpp"

namespace greeninfer::pipeline {

struct StartChoice {
    std::size_t index = 0;  // among the candidates
    std::string reason;     // for people
};

// Fills in Candidate::value. `candidates` is not empty and ascends by tier; without an assessment the first is chosen.
StartChoice choose_start(std::span<Candidate> candidates, const scorer::Assessment* assessment,
                         const RoutingSettings& settings, Mode mode);

}  // namespace greeninfer::pipeline
