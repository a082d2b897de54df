#pragma once
// What stands in the place of text that stood before: where it stands, and how it begins and ends; private to this
// layer.
//
//   [Same text as lines 3-20 of message 2: "Hello all, as discussed" to "Best regards, Ann"]
//
// Line and message numbers make it exact, counted from the beginning so that they stay true while a conversation grows;
// the quotations are what a reader finds it by. Before a quoted reply it has that reply's own marks: "> [Same …]".
#include <cstdint>
#include <string>
#include <string_view>

namespace greeninfer::optimizer {

inline constexpr std::string_view kReferenceBegin = "[Same text as lines ";

struct Reference {
    std::uint32_t message = 0;
    std::uint32_t first_line = 0;  // both count from 1, as the text goes out
    std::uint32_t last_line = 0;
    unsigned levels_off = 0;  // marks of quotation that the text has there and not here
    std::string_view first;   // what the first line says, and the last
    std::string_view last;
};

void append_reference(const Reference& reference, std::string& out);

// Whether a text has one already, or looks as if: such a text goes on unchanged, as nobody could tell them apart.
inline bool has_reference(std::string_view text) {
    return text.contains(kReferenceBegin);
}

}  // namespace greeninfer::optimizer
