#pragma once
// Deletes known phrases until none is left.
//
// Each round looks at the text as the last one left it, just as if somebody had sent that: so shortening a shortened
// text changes nothing more, and prefix caches see the same bytes whoever shortened first. Pure.
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "optimizer/lock.hpp"
#include "optimizer/phrase_book.hpp"
#include "optimizer/word.hpp"

namespace greeninfer::optimizer {

// Per word: 1 when it may not be deleted, because it is locked or does not occur in filler.
std::vector<std::uint8_t> closed_words(const Reading& reading, std::span<const Lock> locks, const PhraseBook& book);

// Whether what is left without the `gone` words still asks for something.
bool leaves_a_request(const Reading& reading, std::span<const std::uint8_t> closed, std::span<const std::uint8_t> gone);

// Marks in `deleted` what phrases delete of the words that are left; answers how many. Something of the request is
// always left: a round that would leave nothing but filler is not made.
std::uint32_t delete_phrases(std::string_view text, std::span<const Word> words, const PhraseBook& book,
                             std::vector<std::uint8_t>& deleted);

}  // namespace greeninfer::optimizer
