#pragma once
// What a request has to do with previews, filled in by the stages for its reply. A plain value in the Exchange.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.hpp"
#include "pipeline/preview_ticket.hpp"
#include "wire/native_request.hpp"
#include "wire/preview_text.hpp"

namespace greeninfer::models {
struct Model;
}

namespace greeninfer::pipeline {

// What the answer itself is expected to take, by the model that would be asked first.
struct PreviewEstimate {
    const models::Model* model = nullptr;
    std::uint64_t output_tokens = 0;
    std::optional<energy::Footprint> footprint;
};

// What the client gets in place of an answer.
struct MadePreview {
    std::string id;
    WallTime expires_at;
    wire::PreviewText text;
    const models::Model* model = nullptr;  // that wrote it
    PreviewEstimate estimate;
    PreviewSpent spent;  // by all previews of the prompt so far
};

struct PreviewReport {
    std::optional<PreviewTicket> confirmed;  // what the id said; only where it is about this prompt
    std::optional<wire::ConfirmChoice> choice;
    std::string_view ignored;  // static: why a confirmation has no effect; empty: it has
    std::string failed;        // why a preview that was wanted could not be made; empty: it was not wanted, or was made
    std::optional<MadePreview> made;
};

}  // namespace greeninfer::pipeline
