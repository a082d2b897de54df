// Whatever a decoder prefers, it can only write whole words of its source, in order, none that is locked and all that
// must go, and it comes to an end. The first half of the bytes is the source, the rest says what is chosen.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <span>
#include <vector>

#include "optimizer/subsequence.hpp"

using namespace greeninfer::optimizer;

namespace {

constexpr Piece kEnd = -1;
constexpr std::size_t kSourceBytesMax = 400;

void require(bool holds) {
    if (!holds) std::abort();
}

// The low bits of a byte are a piece of eight, the next ones begin a word and say its fate.
std::vector<SourceWord> words_of(std::span<const std::uint8_t> bytes) {
    std::vector<SourceWord> words;
    for (const std::uint8_t byte : bytes) {
        if (words.empty() || (byte & 0x08U) != 0) words.push_back({{}, static_cast<Fate>((byte >> 4U) % 3)});
        if ((byte & 0x80U) == 0) words.back().pieces.push_back(static_cast<Piece>(byte & 0x07U));
    }
    return words;
}

std::size_t pieces_that_may_go(std::span<const SourceWord> words) {
    std::size_t pieces = 0;
    for (const SourceWord& word : words) pieces += word.fate == Fate::stays ? 0 : word.pieces.size();
    return pieces;
}

std::vector<Piece> write(std::span<const SourceWord> words, std::span<const std::uint8_t> choices) {
    Subsequence automaton(words, kEnd);
    std::vector<Piece> written;
    std::size_t steps = 0;
    while (!automaton.finished()) {
        require(!automaton.allowed().empty());
        const std::size_t choice = choices.empty() ? 0 : choices[steps % choices.size()];
        const Piece piece = automaton.allowed()[choice % automaton.allowed().size()];
        require(automaton.step(piece));
        if (piece != kEnd) written.push_back(piece);
        require(++steps <= pieces_that_may_go(words) + 1);
    }
    return written;
}

void check(std::span<const SourceWord> words, std::span<const Piece> written) {
    const auto positions = align(words, written);
    if (!positions) std::abort();
    std::vector<bool> chosen(words.size());
    std::vector<Piece> spelt;
    std::size_t after = 0;
    for (const std::uint32_t at : *positions) {
        require(at >= after && at < words.size() && words[at].fate != Fate::stays);
        after = at + 1;
        chosen[at] = true;
        spelt.insert(spelt.end(), words[at].pieces.begin(), words[at].pieces.end());
    }
    require(std::ranges::equal(spelt, written));
    for (std::size_t i = 0; i < words.size(); ++i) {
        require(chosen[i] || words[i].fate != Fate::goes || words[i].pieces.empty());
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    const std::span<const std::uint8_t> all(bytes, size);
    const std::size_t source = std::min(size / 2, kSourceBytesMax);
    const auto words = words_of(all.first(source));
    check(words, write(words, all.subspan(source)));
    return 0;
}
