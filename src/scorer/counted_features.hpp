#pragma once
// Computes the counted features of one text: the numbers of kFeatureKinds, and how English its words are.
//
// Entropies, lengths, structure and topics, each made to mean the same for short and long texts. Training reads what
// this very code computes. Uses the memory of a Scratch; pure otherwise.
#include <array>
#include <string_view>

#include "scorer/features.hpp"
#include "scorer/scratch.hpp"

namespace greeninfer::scorer {

struct CountedFeatures {
    std::array<float, kFeatureCount> values{};
    double english_share = 1;
    bool is_empty = false;  // nothing to read: no letter, digit or mark
};

// `text` is a part of scratch.plain.points, and scratch.words are its words.
CountedFeatures count_features(std::u32string_view text, Scratch& scratch);

}  // namespace greeninfer::scorer
