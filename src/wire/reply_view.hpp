#pragma once
// What the gateway must know of a whole (not streamed) JSON reply, and where its receipt goes.
//
// The reply is forwarded as the model server wrote it, so only what is needed is read; an answer of megabytes is not
// built up again to add one member.
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "wire/padded_view.hpp"
#include "wire/upstream_error.hpp"
#include "wire/usage.hpp"

namespace greeninfer::wire {

struct ReplyView {
    std::optional<Usage> usage;          // with the energy that the server reports
    EnergyReport reported_energy;        // the same, known even without usage
    std::optional<UpstreamError> error;  // a 200 that is an error all the same
    std::size_t last_member_end = 0;     // offset where a further member goes
    bool has_members = false;
};

// Fault upstream_failed when the reply is not a JSON object.
Result<ReplyView> read_reply(PaddedView body);

// The text of the first choice, of a chat or a completion. Fault upstream_failed when there is none.
Result<std::string> read_answer(PaddedView body);

// The text to insert at last_member_end so that "greeninfer" becomes the last member. `receipt_json` is an object.
std::string receipt_member(const ReplyView& view, std::string_view receipt_json);

}  // namespace greeninfer::wire
