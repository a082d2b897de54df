#include "optimizer/lock.hpp"

#include "optimizer/courtesy.hpp"
#include "optimizer/lock_rules.hpp"

namespace greeninfer::optimizer {

std::vector<Lock> lock_words(std::string_view text, std::span<const Word> words) {
    const Reading reading(text, words);
    std::vector<Lock> locks(words.size(), Lock::none);
    const std::vector<std::uint8_t> in_courtesy = courtesy_words(reading);
    // Spans first, so that a receipt says "code" of a number in code.
    lock_code(reading, locks);
    lock_markup(reading, locks);
    lock_quotes(reading, locks);
    lock_unreadable(reading, locks);
    lock_subject_matter(reading, locks);
    lock_numbers(reading, in_courtesy, locks);
    lock_addresses(reading, locks);
    lock_negations(reading, in_courtesy, locks);
    lock_modals(reading, in_courtesy, locks);
    lock_comparatives(reading, in_courtesy, locks);
    lock_identifiers(reading, locks);
    return locks;
}

}  // namespace greeninfer::optimizer
