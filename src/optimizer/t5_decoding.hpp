#pragma once
// What the decoder writes about a text that the encoder has read: always the likeliest piece, so that the same text
// gives the same answer in every turn of a conversation.
#include <expected>
#include <vector>

#include "optimizer/t5_engine.hpp"
#include "optimizer/t5_source.hpp"

namespace greeninfer::optimizer {

struct Decoded {
    std::vector<Piece> pieces;  // without the end
    std::uint32_t steps = 0;    // times that the decoder ran
    bool ended = false;         // it wrote the end
};

// The words that go, held to the words of the source. Where only one piece may follow the decoder is not asked. Where
// the source says which words are expected to go these are read together, and the decoder goes back to the first of
// them that it would not have written: the answer is the same as one piece at a time, in a fraction of the runs (each
// costs the decoder's look at the whole source anew).
std::expected<Decoded, LeftAlone> decode_deletions(T5Engine& engine, const T5Source& source);

// Whatever it likes, `pieces_max` at most.
std::expected<Decoded, LeftAlone> decode_freely(T5Engine& engine, std::size_t pieces_max);

}  // namespace greeninfer::optimizer
