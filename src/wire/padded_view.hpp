#pragma once
// Text with spare memory behind it, as the JSON parser needs: it reads in blocks and may touch, but never change,
// up to kPaddingBytes after the end. A copy of each body just to add those bytes would cost more than the parsing.
#include <cassert>
#include <cstddef>
#include <string>
#include <string_view>

namespace greeninfer::wire {

inline constexpr std::size_t kPaddingBytes = 64;

class PaddedView {
public:
    // `capacity_bytes` counts from the first byte of `text` to the end of the memory it lies in.
    PaddedView(std::string_view text, std::size_t capacity_bytes) : text_(text) {
        assert(capacity_bytes >= text.size() + kPaddingBytes);
    }
    // Grows the memory of `text` where the padding is missing; the view ends with the next change of `text`.
    static PaddedView of(std::string& text) {
        if (text.capacity() < text.size() + kPaddingBytes) text.reserve(text.size() + kPaddingBytes);
        return {text, text.capacity()};
    }

    std::string_view text() const { return text_; }

private:
    std::string_view text_;
};

}  // namespace greeninfer::wire
