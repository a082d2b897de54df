#pragma once
// Searching a text for any of a few bytes, a table look-up per byte; private to this layer.
//
// The standard library's find_first_of searches the set for each byte of the text, which was most of the time that
// compaction took.
#include <array>
#include <cstddef>
#include <string_view>

namespace greeninfer::optimizer {

class ByteSet {
public:
    consteval explicit ByteSet(std::string_view bytes) {
        for (const char byte : bytes) is_in_[static_cast<unsigned char>(byte)] = true;
    }

    constexpr bool has(char byte) const { return is_in_[static_cast<unsigned char>(byte)]; }
    // Offset of the first one at or behind `from`, or npos.
    constexpr std::size_t find(std::string_view text, std::size_t from = 0) const {
        for (std::size_t at = from; at < text.size(); ++at) {
            if (has(text[at])) return at;
        }
        return std::string_view::npos;
    }
    constexpr bool any(std::string_view text) const { return find(text) != std::string_view::npos; }

private:
    std::array<bool, 256> is_in_{};
};

}  // namespace greeninfer::optimizer
