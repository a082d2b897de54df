#pragma once
// Frames of courtesy: fixed phrases in which a modal, a negation or a number word says nothing about the request.
//
// "Could you please", "if you don't mind", "no rush", "I have one question". Only inside these is such a word not
// locked. The list is a part of the program, apart from the phrases that are deleted (phrase_book.hpp), so that a
// careless template can unlock nothing. "Can I" is never one: whether somebody may is what such a text asks.
#include <cstdint>
#include <vector>

#include "optimizer/reading.hpp"

namespace greeninfer::optimizer {

// Per word: 1 when it stands inside a frame.
std::vector<std::uint8_t> courtesy_words(const Reading& reading);

}  // namespace greeninfer::optimizer
