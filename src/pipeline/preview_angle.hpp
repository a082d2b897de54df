#pragma once
// The sides from which a question can be looked at, one after the other: a model that is only told what it may not say
// again says it again, one that is told where to look looks there. Static words.
#include <string_view>

namespace greeninfer::pipeline {

// Of the n-th preview of a prompt, counted from 1; the first has none.
std::string_view preview_angle(std::size_t number);

}  // namespace greeninfer::pipeline
