#pragma once
// Short ways to ask the built-in scorer, for its tests.
#include <string_view>
#include <vector>

#include "scorer/scorer.hpp"

namespace greeninfer::scorer {

inline const Scorer& built_in_scorer() {
    static const auto scorer = Scorer::embedded();
    return scorer.value();
}

inline Assessment assess(const std::vector<Turn>& turns, bool has_tools = false, bool has_images = false) {
    static Scratch scratch;
    return built_in_scorer().assess({.turns = turns, .has_tools = has_tools, .has_images = has_images}, scratch);
}

inline Assessment assess(std::string_view message) {
    return assess(std::vector<Turn>{{Speaker::user, message}});
}

}  // namespace greeninfer::scorer
