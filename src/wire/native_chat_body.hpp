#pragma once
// Says a native request to a model server, which speaks OpenAI's dialect: context becomes messages and images become
// parts of the last one, so that nothing a client may send is dropped on the way.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "wire/native_request.hpp"

namespace greeninfer::wire {

struct ChatBodyOptions {
    std::string_view model;
    bool stream = true;                            // with include_usage
    std::optional<std::uint32_t> max_tokens = {};  // when the request names none
};

// Appends a body of POST /v1/chat/completions: the context, oldest first, then the prompt as the last message.
void append_chat_body(const NativeRequest& request, const ChatBodyOptions& options, std::string& out);

}  // namespace greeninfer::wire
