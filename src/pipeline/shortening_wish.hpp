#pragma once
// What a request wants of the shortener: its prompt made shorter, its answer kept brief, both, or neither.
//
// A client that names a model gets its bytes passed on as they are, since it may have measured with them; only where
// the choice is left to the gateway, or a request asks for it, is anything changed.
#include <optional>
#include <string_view>

#include "base/result.hpp"
#include "optimizer/left_alone.hpp"

namespace greeninfer::pipeline {

struct Exchange;

inline constexpr std::string_view kOptimizeField = "x-greeninfer-optimize";  // on | off
inline constexpr std::string_view kBriefField = "x-greeninfer-brief";        // on | off

struct ShorteningWish {
    std::optional<optimizer::LeftAlone> refused;  // why the prompt stays as it is; absent: it may be made shorter
    bool is_said = false;                         // worth a word in the receipt: an auto model, or somebody asked
    bool brief = false;
};

// What the body says goes before the header, and the header before what the model's name implies. A request that asks
// for brief answers gets them in every mode; the setting and the client's own switch speak of auto models in eco mode.
// Fails with invalid_request, naming the header, when that is neither on nor off.
Result<ShorteningWish> shortening_wish_of(const Exchange& exchange);

}  // namespace greeninfer::pipeline
