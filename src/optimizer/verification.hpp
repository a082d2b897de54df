#pragma once
// The proof that a shortened text lost nothing it must not lose. A mismatch means that the original goes on.
//
// It shares no code with the rules that locked the words and put the text together, because a mistake there would be
// made twice: it finds the words anew in both texts, counts them in other classes, and knows courtesy by its company
// ("mind", "trouble", "rush") instead of by phrases. Stricter than the rules in places; that costs a saving, no word.
#include <cstdint>
#include <span>
#include <string_view>

#include "optimizer/lock.hpp"

namespace greeninfer::optimizer {

enum class Breach : std::uint8_t {
    none,
    not_a_subsequence,  // other words, another order, or other white space than the original has there
    locked_word,        // a word that was locked is gone, or a locked span is no longer byte for byte the same
    number,
    negation,
    modal,
    comparative,
    identifier,
    code,   // what stands between backticks, or in a line with a fence
    quote,  // what stands between quotation marks
};

// `deleted`: places among the words of `original`, ascending; `locks` of these words.
Breach verify(std::string_view original, std::string_view shortened, std::span<const std::uint32_t> deleted,
              std::span<const Lock> locks);

// The same for a text that a user's own model wrote anew: other words may stand in it, but every locked word must, in
// its order and with what it stood together with (punctuation around it may differ), and no number, negation, modal,
// comparison or identifier may be new.
Breach verify_rewrite(std::string_view original, std::string_view rewritten, std::span<const Lock> locks);

}  // namespace greeninfer::optimizer
