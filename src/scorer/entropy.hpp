#pragma once
// Shannon entropy of what a text is made of, in bits, and how far it is from what a text of that length usually has.
//
// Plain entropy grows with length, and entropy divided by its maximum is 1 for every short text; the distance from the
// usual says the same thing at every length: above 0 varied, below 0 repetitive. Memory belongs to a Scratch.
#include <cstddef>
#include <cstdint>
#include <vector>

namespace greeninfer::scorer {

// Counts values by hash; a few values share a cell, which lowers the entropy of long texts by less than 0.1 bit.
class Tally {
public:
    static constexpr std::size_t kCells = 4096;

    void clear();
    void add(std::uint32_t hash);
    double entropy_bits() const;
    std::size_t total() const { return total_; }

private:
    std::vector<std::uint16_t> cells_ = std::vector<std::uint16_t>(kCells);
    std::vector<std::uint16_t> used_;
    std::size_t total_ = 0;
};

// The entropy that a text of `words` words, or of `characters` characters, usually has.
double usual_word_entropy_bits(std::size_t words);
double usual_character_entropy_bits(std::size_t characters);

}  // namespace greeninfer::scorer
