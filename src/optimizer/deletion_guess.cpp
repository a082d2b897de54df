#include "optimizer/deletion_guess.hpp"

#include <algorithm>

namespace greeninfer::optimizer {

bool DeletionGuess::begins_word(std::size_t word, Piece piece) const {
    const SourceWord& candidate = source_.words[word];
    return candidate.fate != Fate::stays && !candidate.pieces.empty() && candidate.pieces.front() == piece;
}

bool DeletionGuess::is_expected(std::size_t word) const {
    const Fate fate = source_.words[word].fate;
    return fate == Fate::goes || (fate == Fate::open && source_.expected[word] != 0);
}

void DeletionGuess::follow(Piece piece) {
    if (source_.expected.empty()) return;
    if (next_word_ > 0) {
        const std::vector<Piece>& last = source_.words[next_word_ - 1].pieces;
        if (pieces_of_last_ < last.size() && last[pieces_of_last_] == piece) {
            ++pieces_of_last_;
            return;
        }
    }
    std::size_t found = source_.words.size();
    for (std::size_t word = next_word_; word < source_.words.size(); ++word) {
        if (!begins_word(word, piece)) continue;
        if (found == source_.words.size()) found = word;
        if (!is_expected(word)) continue;
        found = word;
        break;
    }
    if (found == source_.words.size()) return;
    next_word_ = found + 1;
    pieces_of_last_ = 1;
}

std::vector<Piece> DeletionGuess::next_pieces(std::size_t most) const {
    std::vector<Piece> guess;
    if (source_.expected.empty()) return guess;
    if (next_word_ > 0) {
        const std::vector<Piece>& last = source_.words[next_word_ - 1].pieces;
        guess.assign(last.begin() + static_cast<std::ptrdiff_t>(std::min(pieces_of_last_, last.size())), last.end());
    }
    for (std::size_t word = next_word_; word < source_.words.size() && guess.size() < most; ++word) {
        if (!is_expected(word)) continue;
        const std::vector<Piece>& pieces = source_.words[word].pieces;
        guess.insert(guess.end(), pieces.begin(), pieces.end());
    }
    if (guess.size() > most) guess.resize(most);
    return guess;
}

}  // namespace greeninfer::optimizer
