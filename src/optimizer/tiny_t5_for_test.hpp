#pragma once
// T5 models of a few kilobytes whose every answer can be foretold (tiny_t5_file_for_test.hpp writes them).
//
// Nothing attends and no layer computes: a piece's state is its own embedding, one-hot and normalised. So the tag head
// is a table from pieces to chances, and the decoder a table from the last piece to the next ones.
#include <gguf.h>

#include <algorithm>
#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace greeninfer::optimizer {

struct TinyT5ForTest {
    static constexpr int kWidth = 32;  // also the number of pieces

    // In the order of their numbers, which no other piece has: padding, end and unknown come first.
    std::vector<std::string> pieces = {"\u2581please", "\u2581kind", "ly",          "\u2581write",
                                       "\u2581a",      "\u2581poem", "\u2581thanks"};
    std::map<std::string, float> tag_logits = {};  // of words that begin with this piece; absent: no tag head at all
    // What follows a piece, the higher the likelier; "" is the start and, as a follower, the end. All others: 0.
    std::map<std::pair<std::string, std::string>, float> followers = {};
    std::function<void(gguf_context*)> annotate = [](gguf_context*) {};
    bool encoder = true;

    int number_of(const std::string& piece, int of_empty) const {
        if (piece.empty()) return of_empty;
        return static_cast<int>(std::ranges::find(pieces, piece) - pieces.begin()) + 3;
    }
};

}  // namespace greeninfer::optimizer
