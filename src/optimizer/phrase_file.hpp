#pragma once
// Reads the file of filler phrases and of the words that a model may delete (weights/optimizer_phrases.txt).
//
// A line is a kind, a tab and a value; lines that begin with # and empty ones say nothing:
//   opening, closing, between_sentences, restatement, before_imperative, before_question, before_any, clause_at_end
//            <TAB>template (phrase_template.hpp); the kind says where it may be deleted, see phrase_places.hpp
//   word     <TAB>word in normal form that occurs in filler: the vocabulary of what may be deleted
//   alone    <TAB>the same, and it may also be deleted when both its neighbours stay
// train/optimizer/phrases.py writes it. Pure; runs at start.
#include <array>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "optimizer/phrase_book.hpp"

namespace greeninfer::optimizer {

// `name` is what errors call the text.
Result<PhraseBook> read_phrases(std::string_view text, const std::string& name);

// The file that is a part of the program.
std::string_view embedded_phrases();

}  // namespace greeninfer::optimizer
