#include "optimizer/word.hpp"

#include "optimizer/letters.hpp"

namespace greeninfer::optimizer {

std::vector<Word> split_words(std::string_view text) {
    std::vector<Word> words;
    words.reserve(text.size() / 5);
    std::size_t at = 0;
    while (at < text.size()) {
        while (at < text.size() && is_blank(text[at])) ++at;
        const std::size_t begin = at;
        while (at < text.size() && !is_blank(text[at])) ++at;
        if (at > begin) words.push_back({static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(at - begin)});
    }
    return words;
}

}  // namespace greeninfer::optimizer
