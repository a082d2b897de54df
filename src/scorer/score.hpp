#pragma once
// From logits to what people see: points from 0 to 100, and the chance that each tier answers well.
//
// The gate keeps small talk at the bottom however long or odd it is, and lets the other two heads speak for all else;
// one head for everything ranked difficulty clearly worse (Spearman 0.56 against 0.65). Pure.
#include <array>

#include "scorer/weights.hpp"

namespace greeninfer::scorer {

// 1 / (1 + e^-logit), and its inverse with the chance kept off 0 and 1.
double chance_of(double logit);
double logit_of(double chance);

struct Difficulty {
    double points = 0;           // 0 to 100
    double everyday_chance = 0;  // the gate
    double level = 0;            // difficulty if it is no everyday request, 0 to 1
};
Difficulty difficulty_of(const Weights& weights, const Lanes& logits);

using Chances = std::array<double, 3>;  // small, medium, large

// No outcomes were measured on small talk: there, models of all tiers are assumed to answer well.
inline constexpr Chances kEverydayRight{0.95, 0.97, 0.98};
Chances p_right_of(const Lanes& logits, double everyday_chance);

}  // namespace greeninfer::scorer
