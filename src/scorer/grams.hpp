#pragma once
// Counts hashed words, pairs of words and runs of four characters of a text, without keeping any of them as text.
//
// Collisions are the price of needing no dictionary: with 65,536 buckets they cost less quality than can be measured.
// Each gram is one hash and one look-up; memory is allocated once per Scratch.
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "scorer/words.hpp"

namespace greeninfer::scorer {

class GramCounts {
public:
    static constexpr unsigned kBitsMax = 18;

    // Counts the grams of `text`, cut into `words`, into 2^bits buckets; bits is at most kBitsMax. Bucket numbers with
    // fewer bits are the last bits of those with more.
    void count(std::u32string_view text, const std::vector<Word>& words, unsigned bits);

    // Calls `visit(bucket, value)` for each bucket in use: value is ln(1 + count), scaled so that all squares sum to 1.
    template <class Visit>
    void each(Visit visit) const {
        const float scale = scale_of_all();
        for (const std::uint32_t bucket : used_) visit(bucket, scale * logarithm(counts_[bucket]));
    }

    std::size_t size() const { return used_.size(); }

private:
    static float logarithm(std::uint16_t count);  // ln(1 + count)
    float scale_of_all() const;
    void clear(unsigned bits);
    void add(std::uint32_t bucket);
    void add_words(const std::vector<Word>& words);
    void add_characters(std::u32string_view text);

    std::vector<std::uint16_t> counts_;
    std::vector<std::uint32_t> used_;
    std::uint32_t mask_ = 0;
};

}  // namespace greeninfer::scorer
