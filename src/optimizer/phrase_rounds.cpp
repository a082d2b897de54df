#include "optimizer/phrase_rounds.hpp"

#include <algorithm>

#include "optimizer/kept_text.hpp"
#include "optimizer/phrase_places.hpp"

namespace greeninfer::optimizer {

// Two words, one of them no filler; or so many words that they say something together.
bool leaves_a_request(const Reading& reading, std::span<const std::uint8_t> closed,
                      std::span<const std::uint8_t> gone) {
    constexpr std::size_t kFillerWordsMin = 3;
    constexpr std::size_t kWordsMin = 2;
    std::size_t left = 0;
    bool content = false;
    for (std::size_t at = 0; at < reading.size(); ++at) {
        if (gone[at] != 0 || reading[at].core.empty()) continue;
        ++left;
        content = content || closed[at] != 0;
    }
    return left >= (content ? kWordsMin : kFillerWordsMin);
}

std::vector<std::uint8_t> closed_words(const Reading& reading, std::span<const Lock> locks, const PhraseBook& book) {
    std::vector<std::uint8_t> closed(reading.size());
    for (std::size_t at = 0; at < reading.size(); ++at) {
        const bool open = locks[at] == Lock::none && book.may_go(book.ids().find(reading.normal(at)));
        closed[at] = open ? 0 : 1;
    }
    return closed;
}

std::uint32_t delete_phrases(std::string_view text, std::span<const Word> words, const PhraseBook& book,
                             std::vector<std::uint8_t>& deleted) {
    std::uint32_t count = 0;
    while (true) {
        const std::string left = kept_text(text, words, deleted);
        const std::vector<Word> places = split_words(left);
        const Reading reading(left, places);
        const std::vector<Lock> locks = lock_words(left, places);
        const std::vector<std::uint8_t> gone = phrase_words(reading, locks, book);
        const auto marked = static_cast<std::uint32_t>(std::ranges::count(gone, 1));
        if (marked == 0 || !leaves_a_request(reading, closed_words(reading, locks, book), gone)) return count;
        std::size_t at = 0;
        for (std::uint8_t& word : deleted) {
            if (word == 0) word = gone[at++];
        }
        count += marked;
    }
}

}  // namespace greeninfer::optimizer
