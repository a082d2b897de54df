#include "optimizer/courtesy.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>

#include "optimizer/courtesy_frames.hpp"
#include "optimizer/grammar_words.hpp"
#include "optimizer/phrase_trie.hpp"

namespace greeninfer::optimizer {

namespace {

std::uint16_t bit_of(Behind behind) {
    return static_cast<std::uint16_t>(1U << static_cast<unsigned>(behind));
}

struct Frames {
    WordIds ids;
    PhraseTrie trie;

    Frames() {
        for (const CourtesyFrame& frame : courtesy_frames()) {
            // A frame that is not well-formed is our own bug, and a test reads them all.
            if (!trie.add(frame.phrase_template, bit_of(frame.behind), ids)) std::abort();
        }
        trie.freeze();
    }
};

const Frames& frames() {
    static const Frames built;
    return built;
}

bool pauses_behind(const Reading& reading, std::size_t end) {
    return end >= reading.size() || reading[end].begins_line || reading[end - 1].ends_sentence ||
           reading[end - 1].pauses;
}

bool fits_behind(const Reading& reading, std::size_t end, unsigned bits) {
    if ((bits & bit_of(Behind::anything)) != 0) return true;
    if ((bits & bit_of(Behind::pause)) != 0 && pauses_behind(reading, end)) return true;
    if (pauses_behind(reading, end)) return false;
    return ((bits & bit_of(Behind::task_verb)) != 0 && is_task_verb(reading.normal(end))) ||
           ((bits & bit_of(Behind::question_word)) != 0 && is_question_word(reading.normal(end)));
}

// "How would you implement this": what follows is asked, not asked for.
bool stands_behind_a_question(const Reading& reading, std::size_t at) {
    constexpr auto kAsking =
        std::to_array<std::string_view>({"how", "what", "when", "where", "which", "who", "whom", "why"});
    static_assert(std::ranges::is_sorted(kAsking));
    constexpr auto kModals = std::to_array<std::string_view>({"can", "could", "do", "may", "might", "will", "would"});
    static_assert(std::ranges::is_sorted(kModals));
    return at > 0 && !reading[at - 1].pauses && !reading[at - 1].ends_sentence && is_in(kModals, reading.normal(at)) &&
           is_in(kAsking, reading.normal(at - 1));
}

}  // namespace

std::vector<std::uint8_t> courtesy_words(const Reading& reading) {
    std::vector<std::uint8_t> inside(reading.size());
    const std::vector<WordId> ids = ids_of(reading, frames().ids);
    for (std::size_t at = 0; at < reading.size(); ++at) {
        if (stands_behind_a_question(reading, at)) continue;
        frames().trie.each_from(at, reading, ids, [&](std::size_t end, PhraseEnd bits) {
            if (!fits_behind(reading, end, bits.closed | bits.open)) return;
            std::fill(inside.begin() + static_cast<std::ptrdiff_t>(at),
                      inside.begin() + static_cast<std::ptrdiff_t>(end), std::uint8_t{1});
        });
    }
    return inside;
}

}  // namespace greeninfer::optimizer
