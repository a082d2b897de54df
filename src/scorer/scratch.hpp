#pragma once
// The memory in which one core reads prompts, used again for each, so that assessing a prompt allocates nothing.
//
// Its contents have no meaning between two calls. One per core; never used by two threads at a time. About 0.5 MB.
#include <cstdint>
#include <vector>

#include "scorer/entropy.hpp"
#include "scorer/grams.hpp"
#include "scorer/plain_text.hpp"
#include "scorer/words.hpp"

namespace greeninfer::scorer {

struct Scratch {
    PlainText plain;
    std::vector<Word> words;
    GramCounts grams;
    std::vector<std::uint16_t> pieces;
    Tally tally;
};

}  // namespace greeninfer::scorer
