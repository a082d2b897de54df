#pragma once
// Holds a decoder to writing whole words of its source, in their order: it can delete, never invent.
//
// A decoder that writes freely copies badly and makes things up, and checking afterwards can only throw its work away.
// So before each step allowed() says which pieces may come next, and the best of these is taken. What is written are
// the words that go. A terse text costs one step, `end`, and a decoder that stops early errs on the side of keeping.
// The state is a set: the same pieces may stand in several places, and nothing is decided earlier than it must be.
//
//     Subsequence automaton(words, end);
//     while (!automaton.finished()) automaton.step(best_of(automaton.allowed()));   // one allowed: no need to ask
//     const auto positions = align(words, written, kAlignCellsMax);                 // `written` without `end`
//
// Ends by itself: at most as many steps as words that may go have pieces, and one for `end`. One per decoded text;
// `words` must outlive it. Pure.
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace greeninfer::optimizer {

using Piece = std::int32_t;  // number of a token in the model's vocabulary

enum class Fate : std::uint8_t {
    open,   // the decoder decides
    stays,  // locked: can not be written
    goes,   // certain already: can not be skipped
};

struct SourceWord {
    std::vector<Piece> pieces;  // a word without pieces stays
    Fate fate = Fate::open;
};

class Subsequence {
public:
    // `end` must be no piece of a word.
    Subsequence(std::span<const SourceWord> words, Piece end);

    // What may be written next, ascending, each once; never empty before finished(). Valid until the next step.
    std::span<const Piece> allowed() const { return allowed_; }
    // Takes one allowed piece; false, and nothing changes, for any other.
    bool step(Piece piece);
    bool finished() const { return finished_; }

private:
    struct Inside {
        std::uint32_t word;
        std::uint32_t written;  // pieces of it; at least one, not all
    };

    template <class Visit>
    void each_start(Visit visit) const;
    void renew_allowed();

    std::span<const SourceWord> words_;
    Piece end_;
    std::vector<std::uint32_t> barriers_;  // first word that goes, at or after each place; word count: none
    std::vector<std::uint32_t> next_;      // places that a new word may be looked for from, ascending
    std::vector<Inside> inside_;           // words that are written in part
    std::vector<Piece> allowed_;
    bool finished_ = false;
};

// Most cells (words x pieces written) that align may fill, 4 bytes each: far above any text that the model is given.
inline constexpr std::size_t kAlignCellsMax = 4U << 20U;

// Which words were written, ascending. Of all readings one with the fewest breaks (of equals an early one): filler
// comes in runs. Words that stay are not chosen, words that go are. Nothing when `written` is no such subsequence.
std::optional<std::vector<std::uint32_t>> align(std::span<const SourceWord> words, std::span<const Piece> written,
                                                std::size_t cells_max = kAlignCellsMax);

}  // namespace greeninfer::optimizer
