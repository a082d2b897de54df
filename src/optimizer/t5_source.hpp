#pragma once
// A request as the model reads it: the pieces of its words in a row, and which of them belong to which word.
//
// Each word is cut into pieces alone, as in training, so that a word's pieces do not depend on its neighbours and what
// the decoder writes can be compared with them. A word that the vocabulary cannot spell stays: it could not be told
// from another.
#include <vector>

#include "optimizer/model_call.hpp"
#include "optimizer/subsequence.hpp"
#include "optimizer/t5_engine.hpp"

namespace greeninfer::optimizer {

struct T5Source {
    std::vector<SourceWord> words;          // `stays`: locked, or not to be spelt
    std::vector<std::uint32_t> beginnings;  // of each word in `pieces`
    std::vector<Piece> pieces;              // with the end
    std::vector<std::uint8_t> expected;     // per word, 1: likely to go; or empty. Saves time and changes no answer
};

T5Source read_source(const T5Engine& engine, const ModelRequest& request);

}  // namespace greeninfer::optimizer
