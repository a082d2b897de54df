#pragma once
// Cuts words into the pieces of a known vocabulary: the longest piece first, as in WordPiece.
//
// Each piece has weights that came from its vector in a sentence embedding model, so words that no training text had
// still count as what they mean. Only hashes of the pieces are kept: the texts are never needed.
// Immutable, part of the weights, shared by all cores.
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "scorer/words.hpp"

namespace greeninfer::scorer {

class Vocabulary {
public:
    static constexpr std::uint16_t kUnknown = 100;  // its place in the vocabulary file

    Vocabulary() = default;
    // The key of piece n at n; at most 65,535.
    explicit Vocabulary(std::span<const std::uint32_t> keys);
    // The key of a piece as vocabulary files write it, "##" before pieces that go on a word. In plain form.
    static std::uint32_t key_of(std::u32string_view piece);

    std::size_t size() const { return size_; }
    // Replaces `pieces` by those of the words; a word without known pieces is kUnknown.
    void cut(std::u32string_view text, const std::vector<Word>& words, std::vector<std::uint16_t>& pieces) const;

private:
    static constexpr std::uint16_t kAbsent = 0xFFFF;

    struct Slot {
        std::uint32_t key = 0;
        std::uint16_t piece = kAbsent;
    };

    std::uint16_t find(std::uint32_t key) const;
    bool cut_word(std::u32string_view word, std::vector<std::uint16_t>& pieces) const;

    std::vector<Slot> slots_;
    std::size_t size_ = 0;
};

}  // namespace greeninfer::scorer
