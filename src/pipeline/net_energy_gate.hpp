#pragma once
// Whether asking the model about a text is expected to save more energy than it uses.
//
// Shorter is not the same as better: a model that runs for 30 ms to spare a small one two tokens has wasted energy.
// Both sides are facility energy, and both go into the receipt. Pure functions; every assumption is a constant here.
#include <cstdint>

#include "base/units.hpp"
#include "energy/estimate.hpp"
#include "pipeline/optimizer_cost.hpp"

namespace greeninfer::pipeline {

struct Decision;
struct Exchange;

// English text in the vocabularies of today's models (prompt-shortening measurements: 1.34 pieces a word).
inline constexpr double kTokensPerWord = 1.3;
// A message is read again by every later turn: one on average (LMSYS-Chat-1M: 2.0 turns a conversation), of which
// half is assumed to find it in a prefix cache, where it costs next to nothing.
inline constexpr double kLaterReadings = 0.5;
// One text in so many is asked about although it would not pay, since a gate that never asks never learns that
// it is wrong. Which ones the text itself decides.
inline constexpr std::uint64_t kProbeOneIn = 64;

// Reading one more prompt token, wherever the request is expected to be read.
struct ReadingCost {
    Energy per_token;                                     // of the facility
    energy::Evidence evidence = energy::Evidence::proxy;  // the weakest behind it
};

// By the start model of `decision` and, by the odds that its answer will not do, by those above it. A model of which
// nothing is configured has its tier's published coefficient: `proxy` says so. Of a model's endpoints the one that
// uses least counts, so that no saving is promised that a good place would not bring.
ReadingCost reading_cost(const Exchange& exchange, const Decision& decision);

struct GateWeighing {
    bool asks = false;
    bool is_probe = false;  // asks although it would not pay
    double tokens = 0;      // expected to be saved, each time that the text is read
    Energy saves;           // expected, over all readings
    Energy costs;           // of asking the model
    energy::Evidence saves_by = energy::Evidence::proxy;
    bool costs_measured = false;
};

struct TextForModel {
    std::uint32_t words = 0;       // that the model would read
    std::uint32_t open_words = 0;  // that it may delete
    std::uint64_t digest = 0;      // of the text
};

// `watts_per_core` and `pue` are of the gateway's own machine.
GateWeighing weigh(const TextForModel& text, const ReadingCost& reading, const OptimizerHabits& habits,
                   double watts_per_core, double pue);

}  // namespace greeninfer::pipeline
