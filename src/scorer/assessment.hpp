#pragma once
// What the scorer answers about one prompt: how hard it is, which tiers would answer it well, and why.
//
// Difficulty and "a small model fails" are two quantities, because in measured data they are nearly unrelated: the
// score is for people and previews, p_right for choosing where to start. A plain value; its words are static.
#include <array>
#include <cstdint>
#include <string_view>

#include "scorer/features.hpp"

namespace greeninfer::scorer {

enum class Label : std::uint8_t { trivial, simple, medium, complex };

// Trivial < 15 <= Simple < 40 <= Medium <= 70 < Complex.
Label label_of(double score);
// "Trivial", "Simple", "Medium" or "Complex".
std::string_view name_of(Label label);

struct Assessment {
    double score = 0;  // 0 to 100
    Label label = Label::trivial;
    std::array<double, 3> p_right{};            // chance that a small, medium, large model answers well: 0 to 1
    std::array<std::string_view, 3> reasons{};  // what moved the score most, strongest first; fewer are empty
    Features features;
};

}  // namespace greeninfer::scorer
