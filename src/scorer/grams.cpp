#include "scorer/grams.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace greeninfer::scorer {

namespace {

constexpr std::size_t kGramCharacters = 4;

std::uint32_t spread(std::uint32_t hash) {
    return (hash * 0x9E3779B1U) >> (32 - GramCounts::kBitsMax);
}

std::uint32_t pair_bucket(std::uint32_t left, std::uint32_t right) {
    return spread((left * 0x85EBCA6BU + 0x27D4EB2FU) ^ right);
}

const std::array<float, 64>& logarithms() {
    static const auto table = [] {
        std::array<float, 64> made{};
        for (std::size_t n = 0; n < made.size(); ++n) made[n] = static_cast<float>(std::log1p(n));
        return made;
    }();
    return table;
}

}  // namespace

void GramCounts::count(std::u32string_view text, const std::vector<Word>& words, unsigned bits) {
    clear(bits);
    add_words(words);
    add_characters(text);
}

void GramCounts::clear(unsigned bits) {
    for (const std::uint32_t bucket : used_) counts_[bucket] = 0;
    used_.clear();
    const std::size_t buckets = std::size_t{1} << std::min(bits, kBitsMax);
    if (counts_.size() < buckets) counts_.resize(buckets);
    mask_ = static_cast<std::uint32_t>(buckets - 1);
}

void GramCounts::add(std::uint32_t bucket) {
    std::uint16_t& count = counts_[bucket & mask_];
    if (count++ == 0) used_.push_back(bucket & mask_);
}

void GramCounts::add_words(const std::vector<Word>& words) {
    const Word* before = nullptr;
    for (const Word& word : words) {
        add(spread(word.hash));
        if (before != nullptr) add(pair_bucket(before->hash, word.hash));
        before = &word;
    }
}

void GramCounts::add_characters(std::u32string_view text) {
    std::uint64_t window = 0;
    for (std::size_t at = 0; at < text.size(); ++at) {
        window = (window << 16U) | (text[at] & 0xFFFFU);
        if (at + 1 < kGramCharacters) continue;
        add(static_cast<std::uint32_t>((window * 0x9E3779B97F4A7C15ULL) >> (64 - kBitsMax)));
    }
}

float GramCounts::logarithm(std::uint16_t count) {
    const auto& table = logarithms();
    return count < table.size() ? table[count] : std::log1p(static_cast<float>(count));
}

float GramCounts::scale_of_all() const {
    float squares = 0;
    for (const std::uint32_t bucket : used_) {
        const float value = logarithm(counts_[bucket]);
        squares += value * value;
    }
    return squares > 0 ? 1 / std::sqrt(squares) : 0;
}

}  // namespace greeninfer::scorer
