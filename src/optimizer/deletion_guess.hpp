#pragma once
// What the decoder will probably write next: the pieces of the words that the tag head expects to go.
//
// A guess and no more: where the same piece begins several words it takes one of them. Follows what is written.
#include <cstddef>
#include <vector>

#include "optimizer/t5_source.hpp"

namespace greeninfer::optimizer {

class DeletionGuess {
public:
    // `source` must outlive it.
    explicit DeletionGuess(const T5Source& source) : source_(source) {}

    // That piece was written.
    void follow(Piece piece);
    // Up to `most`; none where the source expects nothing.
    std::vector<Piece> next_pieces(std::size_t most) const;

private:
    bool begins_word(std::size_t word, Piece piece) const;
    bool is_expected(std::size_t word) const;

    const T5Source& source_;
    std::size_t next_word_ = 0;       // the first that may begin
    std::size_t pieces_of_last_ = 0;  // that are written of the word before it
};

}  // namespace greeninfer::optimizer
