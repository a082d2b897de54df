#pragma once
// Finds a preview in what a model answered: a JSON object, alone where a grammar was used, and elsewhere with prose or
// a fence of code around it. Pure.
#include <optional>
#include <string_view>

#include "wire/preview_text.hpp"

namespace greeninfer::wire {

// `answer` is the text of the answer. A summary that is one string is split into its sentences. An object whose end is
// missing keeps the points that were whole: a grammar does not hold a model to the limit of its tokens. Nothing when
// there is no such object, or when it holds something else.
std::optional<RawPreview> read_preview(std::string_view answer);

}  // namespace greeninfer::wire
