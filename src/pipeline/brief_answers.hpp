#pragma once
// The instruction that asks a model for a brief answer, and where in a conversation it goes.
//
// Writing dominates a model's energy, so the fewer words an answer takes the less it uses. The text is constant and its
// place depends on the first messages only, so a conversation begins with the same bytes in each turn and prefix caches
// stay warm. Messages of the system and of developers are never changed.
#include <cstddef>
#include <optional>
#include <string_view>

#include "wire/request_view.hpp"

namespace greeninfer::pipeline {

inline constexpr std::string_view kBriefInstruction =
    "Answer briefly: give the answer itself in as few words as it needs, without introduction, repetition or summary.";

// Where the instruction goes: a conversation without a system message begins with one that holds it; otherwise it
// becomes the last paragraph of the first user message, because several model servers refuse a second system message.
struct BriefPlace {
    bool is_own_message = false;
    std::size_t text = 0;  // of RequestView::texts, where it is not
};

// Nothing where there is no such place: a system message, and no text of a user.
std::optional<BriefPlace> brief_place(const wire::RequestView& view);

}  // namespace greeninfer::pipeline
