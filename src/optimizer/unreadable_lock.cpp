#include "optimizer/language.hpp"
#include "optimizer/lock_rules.hpp"

namespace greeninfer::optimizer {

namespace {

std::size_t sentence_end(const Reading& reading, std::size_t at) {
    do ++at;
    while (at < reading.size() && !reading[at].begins_sentence);
    return at;
}

// Words beside foreign ones that are not plainly English: "so kann man", "Per favore", a name before other letters.
constexpr std::size_t kBorderWordsMax = 4;

// Whether the next word goes on where this one stands.
bool goes_on(const Reading& reading, std::size_t at) {
    return at + 1 < reading.size() && !reading[at].ends_sentence && !reading[at].pauses && !reading[at + 1].begins_line;
}

void lock_border(const Reading& reading, std::size_t at, Locks locks) {
    for (std::size_t i = at; i > 0 && at - i < kBorderWordsMax && goes_on(reading, i - 1); --i) {
        if (is_english(reading.normal(i - 1))) break;
        lock(locks, i - 1, Lock::unreadable);
    }
    for (std::size_t i = at; i - at < kBorderWordsMax && goes_on(reading, i); ++i) {
        if (is_english(reading.normal(i + 1))) break;
        lock(locks, i + 1, Lock::unreadable);
    }
}

}  // namespace

void lock_unreadable(const Reading& reading, Locks locks) {
    for (std::size_t at = 0; at < reading.size();) {
        const std::size_t end = sentence_end(reading, at);
        const bool foreign = is_foreign(count_languages(reading, at, end));
        for (; at < end; ++at) {
            const bool foreign_word = is_foreign_word(reading[at].normal) || has_foreign_letter(reading[at].raw);
            if (foreign || foreign_word) lock(locks, at, Lock::unreadable);
            if (foreign_word) lock_border(reading, at, locks);
        }
    }
}

}  // namespace greeninfer::optimizer
