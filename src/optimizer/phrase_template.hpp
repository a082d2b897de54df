#pragma once
// Templates of phrases: "(Thanks|Thank you)( so much|) for your help(!|.|)" stands for eighteen texts.
//
// `(a|b|c)` is one of the alternatives; they may nest and be empty, and may end in the middle of a word. Pure.
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace greeninfer::optimizer {

inline constexpr std::size_t kExpansionsMax = 4096;  // of one template; the largest of ours has some 300

// All texts of a template, each once; an error when it is not well-formed or has too many.
Result<std::vector<std::string>> expansions(std::string_view phrase_template);

}  // namespace greeninfer::optimizer
