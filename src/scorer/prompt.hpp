#pragma once
// What the scorer reads: the turns of a conversation, oldest first, and what else the request carries.
//
// Views only, so that nothing is copied: the texts stay with the caller and may hold any bytes, valid UTF-8 or not.
#include <cstdint>
#include <span>
#include <string_view>

namespace greeninfer::scorer {

enum class Speaker : std::uint8_t { system, user, assistant, tool };

struct Turn {
    Speaker speaker = Speaker::user;
    std::string_view text;  // without JSON escapes
};

struct Prompt {
    std::span<const Turn> turns;
    bool has_tools = false;
    bool has_images = false;
};

}  // namespace greeninfer::scorer
