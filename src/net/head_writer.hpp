#pragma once
// The head of an answer as text: status line, the caller's fields, and the framing that the connection decided on.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace greeninfer::net {

struct AnswerFraming {
    std::optional<std::uint64_t> content_length;  // absent: chunked, or closed at the end for HTTP/1.0
    bool chunked = false;
    bool keep_alive = true;
    unsigned version = 11;
};

// Appends the head, blank line included, to `out`.
void write_head(std::string& out, unsigned status, std::string_view field_lines, const AnswerFraming& framing);

// Appends the size line of a chunk.
void write_chunk_size(std::string& out, std::size_t bytes);

}  // namespace greeninfer::net
