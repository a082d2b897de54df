#pragma once
// What the gateway must know of a request, read in one pass over the client's own bytes.
//
// No document is built: the body is forwarded as it came, and edits are spliced in at the spans found here (see
// body_edits.hpp). All of the JSON is checked, not only the fields that are read, because model servers answer
// malformed JSON with a 500 that would then look like their fault. Spans point into the body that was read.
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "wire/padded_view.hpp"

namespace greeninfer::wire {

enum class RequestKind : std::uint8_t { chat, completion, embedding };

enum class Role : std::uint8_t { system, developer, user, assistant, tool, function, other };

struct Span {
    std::size_t offset = 0;
    std::size_t size_bytes = 0;

    bool empty() const { return size_bytes == 0; }
    std::string_view of(std::string_view body) const { return body.substr(offset, size_bytes); }
};

struct MessageView {
    Role role = Role::other;
    Span content;                // the JSON value; empty when absent
    std::size_t first_text = 0;  // its texts are RequestView::texts[first_text, first_text + text_count)
    std::size_t text_count = 0;
};

// Where edits go. A span is empty when its member is absent.
struct EditPoints {
    std::size_t first_member = 0;  // just behind the opening brace of the body
    Span model;                    // values, with the quotes of strings
    Span stream;
    Span stream_options;
    Span include_usage;
    Span logprobs;
    std::size_t first_message = 0;        // just behind the bracket of messages; 0 where there are none
    std::size_t first_stream_option = 0;  // behind the brace of stream_options; 0 when that is not an object
    bool stream_options_has_members = false;
};

struct RequestView {
    RequestKind kind = RequestKind::chat;
    std::string model;
    bool stream = false;
    bool include_usage = false;  // the client asked for usage in the stream
    std::uint32_t n = 1;
    std::optional<std::uint32_t> max_tokens;  // max_completion_tokens before max_tokens
    bool has_tools = false;
    Span tools;                        // the JSON list, or that of functions; empty when absent
    bool requires_tool = false;        // the answer must call one
    bool has_response_format = false;  // other than plain text
    bool has_images = false;
    bool has_logprobs = false;
    std::vector<MessageView> messages;  // of a chat
    std::vector<Span> texts;            // in order: string content without quotes, still escaped (see json_text.hpp)
    std::size_t token_ids = 0;          // prompt or input tokens given as numbers in place of text
    std::size_t inputs = 0;             // prompts of a completion, inputs of an embedding
    EditPoints edits;
};

// Fills `view`, whose memory is used again. Faults are invalid_request with the offending field: not JSON, not UTF-8,
// nested deeper than 128, a field of the wrong type or out of range, or one that the gateway reads given twice.
Result<void> read_request(RequestKind kind, PaddedView body, RequestView& view);

// For callers without a view to use again.
Result<RequestView> read_request(RequestKind kind, PaddedView body);

}  // namespace greeninfer::wire
