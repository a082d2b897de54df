#pragma once
// Which lines stand inside something whose blanks may mean something, although each of them alone might look like
// prose; private to this layer.
//
// Fences, strings that go over several lines ("""...""", `...`, "..."), and from there to the end of the text: patches,
// here-documents, preformatted HTML and LaTeX. An odd quotation mark that opens nothing keeps more text as it is than
// it had to; that is the side to err on.
#include <array>
#include <cstdint>
#include <string_view>

#include "optimizer/compaction_fence.hpp"

namespace greeninfer::optimizer {

class Verbatim {
public:
    // Whether this line is inside; lines that open and close belong to it.
    bool take(std::string_view line);

private:
    bool take_quotes(std::string_view line);

    static constexpr std::size_t kQuotes = 4;
    Fence fence_;
    std::uint8_t open_quote_ = kQuotes;  // index of the mark; kQuotes: none
    bool to_the_end_ = false;
};

}  // namespace greeninfer::optimizer
