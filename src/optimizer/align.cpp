#include <algorithm>
#include <limits>

#include "optimizer/subsequence.hpp"

namespace greeninfer::optimizer {

namespace {

// A reading of the first pieces that ends with a certain word: how many runs of neighbours it has, and the word before.
struct Cell {
    static constexpr std::uint16_t kNone = std::numeric_limits<std::uint16_t>::max();
    std::uint16_t runs = kNone;
    std::uint16_t before = kNone;  // kNone: it is the first word
};

// Readings of every beginning of what was written, by the number of pieces and the last word.
class Readings {
public:
    Readings(std::span<const SourceWord> words, std::span<const Piece> written)
        : words_(words), written_(written), cells_((written.size() + 1) * words.size()) {}

    void fill() {
        for (std::size_t from = 0; from < written_.size(); ++from) extend(from);
    }

    // The word that the best reading of everything ends with.
    std::optional<std::uint16_t> last() const {
        std::optional<std::uint16_t> best;
        std::uint16_t runs = Cell::kNone;
        for (std::size_t i = words_.size(); i-- > 0;) {
            const Cell& cell = at(written_.size(), i);
            if (cell.runs != Cell::kNone && cell.runs <= runs) {
                runs = cell.runs;
                best = static_cast<std::uint16_t>(i);
            }
            if (words_[i].fate == Fate::goes && !words_[i].pieces.empty()) break;
        }
        return best;
    }

    std::vector<std::uint32_t> positions(std::uint16_t word) const {
        std::vector<std::uint32_t> found;
        std::size_t pieces = written_.size();
        while (word != Cell::kNone) {
            found.push_back(word);
            const std::uint16_t before = at(pieces, word).before;
            pieces -= words_[word].pieces.size();
            word = before;
        }
        std::ranges::reverse(found);
        return found;
    }

private:
    const Cell& at(std::size_t pieces, std::size_t word) const { return cells_[pieces * words_.size() + word]; }

    // Appends each word that continues the text after `from` pieces to the best reading before it.
    void extend(std::size_t from) {
        Cell apart = from == 0 ? Cell{.runs = 0} : Cell{};  // best that does not end right before the word
        Cell beside;                                        // that ends right before the word
        for (std::size_t i = 0; i < words_.size(); ++i) {
            if (fits(from, i)) append(from, i, apart, beside);
            if (beside.runs < apart.runs) apart = beside;
            beside = from == 0 ? Cell{} : Cell{.runs = at(from, i).runs, .before = static_cast<std::uint16_t>(i)};
            if (words_[i].fate == Fate::goes && !words_[i].pieces.empty()) apart = Cell{};
        }
    }

    bool fits(std::size_t from, std::size_t word) const {
        const auto& pieces = words_[word].pieces;
        return words_[word].fate != Fate::stays && !pieces.empty() && pieces.size() <= written_.size() - from &&
               std::ranges::equal(pieces, written_.subspan(from, pieces.size()));
    }

    void append(std::size_t from, std::size_t word, const Cell& apart, const Cell& beside) {
        Cell& cell = cells_[(from + words_[word].pieces.size()) * words_.size() + word];
        const auto take = [&](std::uint16_t runs, std::uint16_t before) {
            if (runs < cell.runs) cell = {runs, before};
        };
        if (beside.runs != Cell::kNone) take(beside.runs, beside.before);
        if (apart.runs != Cell::kNone) take(static_cast<std::uint16_t>(apart.runs + 1), apart.before);
    }

    std::span<const SourceWord> words_;
    std::span<const Piece> written_;
    std::vector<Cell> cells_;
};

bool any_must_go(std::span<const SourceWord> words) {
    return std::ranges::any_of(words,
                               [](const SourceWord& word) { return word.fate == Fate::goes && !word.pieces.empty(); });
}

}  // namespace

std::optional<std::vector<std::uint32_t>> align(std::span<const SourceWord> words, std::span<const Piece> written,
                                                std::size_t cells_max) {
    if (written.empty()) {
        if (any_must_go(words)) return std::nullopt;
        return std::vector<std::uint32_t>{};
    }
    if (words.empty() || words.size() >= Cell::kNone || words.size() > cells_max / (written.size() + 1)) {
        return std::nullopt;
    }
    Readings readings(words, written);
    readings.fill();
    const auto last = readings.last();
    if (!last) return std::nullopt;
    return readings.positions(*last);
}

}  // namespace greeninfer::optimizer
