#pragma once
// Words as the shortener deletes them: runs of bytes without ASCII white space, with their punctuation.
#include <cstdint>
#include <string_view>
#include <vector>

namespace greeninfer::optimizer {

struct Word {
    std::uint32_t begin = 0;  // byte offset in the text
    std::uint32_t size_bytes = 0;

    std::string_view of(std::string_view text) const { return text.substr(begin, size_bytes); }
    std::uint32_t end() const { return begin + size_bytes; }
};

std::vector<Word> split_words(std::string_view text);

}  // namespace greeninfer::optimizer
