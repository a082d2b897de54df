#pragma once
// One reading of one text with one set of weights: the logit of each head, split by what the text it comes from.
//
// The split costs nothing, as every head is a sum, and it is what the reasons are made of. Uses the memory of a
// Scratch; pure otherwise.
#include <array>
#include <string_view>

#include "scorer/counted_features.hpp"
#include "scorer/scratch.hpp"
#include "scorer/weights.hpp"

namespace greeninfer::scorer {

struct Logits {
    Lanes bias{};                               // of a usual prompt
    std::array<Lanes, kGroupCount> by_group{};  // what each group of features adds to that
    CountedFeatures counted;

    Lanes total() const;
    // The total as if the text were usual in what `group` tells.
    Lanes total_without(Group group) const;
};

// `text` is a part of scratch.plain.points.
Logits read_logits(const Weights& weights, std::u32string_view text, Scratch& scratch);

}  // namespace greeninfer::scorer
