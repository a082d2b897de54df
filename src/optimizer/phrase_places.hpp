#pragma once
// Which words of a text are known filler phrases in a place where they are filler.
//
// The same words are courtesy in one place and the request in another: "can you" before "explain" but not before
// "swim", "for me" behind a request but not in "what is good for me". So each phrase has a place, and what stands
// before and behind it must fit. Of phrases that begin with the same word the longest that fits is taken. Pure.
#include <cstdint>
#include <span>
#include <vector>

#include "optimizer/lock.hpp"
#include "optimizer/phrase_book.hpp"
#include "optimizer/reading.hpp"

namespace greeninfer::optimizer {

// Per word: 1 when a phrase deletes it. None of these is locked.
std::vector<std::uint8_t> phrase_words(const Reading& reading, std::span<const Lock> locks, const PhraseBook& book);

}  // namespace greeninfer::optimizer
