#pragma once
// The texts of a chat as plain text, and the body of the request with some of them replaced.
//
// What is not replaced stays byte for byte: the client's blanks, escapes and unknown members, and every message of the
// system, every tool call and every schema. Lives for one request.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "optimizer/compaction.hpp"
#include "wire/request_view.hpp"

namespace greeninfer::pipeline {

struct ConversationText {
    optimizer::PartKind kind = optimizer::PartKind::fixed;
    std::uint32_t message = 0;  // that it belongs to, from 0
    std::string before;
    std::optional<std::string> after;  // what goes in its place

    std::string_view now() const { return after ? *after : before; }
};

// As many as view.texts, in their order. `body` is what `view` was read from.
std::vector<ConversationText> read_conversation(const wire::RequestView& view, std::string_view body);

// The body with the replaced texts and, where `first_message` is not empty, that JSON in front of the messages.
std::string rewritten_body(const wire::RequestView& view, std::string_view body,
                           const std::vector<ConversationText>& texts, std::string_view first_message);

}  // namespace greeninfer::pipeline
