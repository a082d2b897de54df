#pragma once
// What a text that a user's own model wrote anew has deleted of the original.
//
// Such a model may write anything, and nobody can prove what free words keep of a meaning. So its text counts where it
// is the original with words left out, and is then held to the guards like any deletion; with one word of its own it is
// refused. Pure.
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "optimizer/model_call.hpp"

namespace greeninfer::optimizer {

// Per word of the request 1 where it is left out. Nothing when a locked word is, or when `rewritten` has other words,
// or the same in another order.
std::optional<std::vector<std::uint8_t>> deletions_of(const ModelRequest& request, std::string_view rewritten);

}  // namespace greeninfer::optimizer
