#pragma once
// Whether a request gets a preview in place of its answer, and why. Pure: the same in a real run and in /analyze.
#include <string>

#include "pipeline/exchange.hpp"

namespace greeninfer::pipeline {

struct PreviewWish {
    bool made = false;
    std::string reason;  // for people
};

// Once the models are decided. `asked`: what the request says of previews, whatever it confirms.
PreviewWish preview_wish(const Exchange& exchange, wire::PreviewChoice asked);

// As above, with what the request confirms: never again for one that goes on with a preview, always for one that wants
// it from another angle, and at least by the score where the confirmed preview was of another prompt.
PreviewWish preview_wish(const Exchange& exchange);

}  // namespace greeninfer::pipeline
