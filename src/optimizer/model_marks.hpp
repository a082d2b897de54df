#pragma once
// What of a model's marks is carried out.
//
// The marks are advice of a small model. A locked word stays; a word that goes alone must be one of the closed list,
// since single deletions were the wrong ones most often ("make sure", "tell me"); and a run that would take the full
// stop of a sentence with it, and so glue two sentences together, stays as a whole. Pure.
#include <cstdint>
#include <span>
#include <vector>

#include "optimizer/phrase_book.hpp"
#include "optimizer/reading.hpp"

namespace greeninfer::optimizer {

// Per word of `reading`, the text that the model was asked about: 1 when it goes. `closed`: 1 for words that may not.
std::vector<std::uint8_t> lawful_marks(const Reading& reading, std::span<const std::uint8_t> closed,
                                       std::span<const std::uint8_t> marks, const PhraseBook& book);

}  // namespace greeninfer::optimizer
