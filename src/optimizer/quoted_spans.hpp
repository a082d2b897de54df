#pragma once
// What somebody quotes: between quotation marks, straight or curly, and in block quotes.
//
// A quoted courtesy is what the request is about ("translate \"thank you\""), so nothing in a quote may go. A mark that
// nothing closes quotes the rest of its paragraph. Pure.
#include <cstddef>
#include <string_view>
#include <vector>

namespace greeninfer::optimizer {

struct QuotedSpan {
    std::size_t begin = 0;  // in bytes, with its marks
    std::size_t end = 0;
};

// In the order of the text; none overlap.
std::vector<QuotedSpan> quoted_spans(std::string_view text);

}  // namespace greeninfer::optimizer
