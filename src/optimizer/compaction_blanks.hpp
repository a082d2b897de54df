#pragma once
// Blanks that mean nothing to a reader of prose, taken out: at the ends of lines, in runs between words, and empty
// lines beyond the one that ends a paragraph; private to this layer.
//
// Decided paragraph by paragraph (compaction_prose.hpp). Two spaces at the end of a line inside a paragraph are a line
// break of Markdown and stay.
#include <optional>
#include <string>
#include <string_view>

namespace greeninfer::optimizer {

// Absent: nothing to gain.
std::optional<std::string> compact_blanks(std::string_view text);

}  // namespace greeninfer::optimizer
