#include "optimizer/language.hpp"
#include "optimizer/lock_rules.hpp"

namespace greeninfer::optimizer {

namespace {

std::size_t sentence_end(const Reading& reading, std::size_t at) {
    do ++at;
    while (at < reading.size() && !reading[at].begins_sentence);
    return at;
}

}  // namespace

void lock_unreadable(const Reading& reading, Locks locks) {
    for (std::size_t at = 0; at < reading.size();) {
        const std::size_t end = sentence_end(reading, at);
        const bool foreign = is_foreign(count_languages(reading, at, end));
        for (; at < end; ++at) {
            if (foreign || has_foreign_letter(reading[at].raw)) lock(locks, at, Lock::unreadable);
        }
    }
}

}  // namespace greeninfer::optimizer
