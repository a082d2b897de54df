#include "optimizer/subsequence.hpp"

#include <algorithm>

namespace greeninfer::optimizer {

namespace {

bool may_go(const SourceWord& word) {
    return word.fate != Fate::stays && !word.pieces.empty();
}

bool must_go(const SourceWord& word) {
    return word.fate == Fate::goes && !word.pieces.empty();
}

}  // namespace

Subsequence::Subsequence(std::span<const SourceWord> words, Piece end)
    : words_(words), end_(end), barriers_(words.size() + 1, static_cast<std::uint32_t>(words.size())), next_{0} {
    for (std::size_t i = words.size(); i-- > 0;) {
        barriers_[i] = must_go(words[i]) ? static_cast<std::uint32_t>(i) : barriers_[i + 1];
    }
    renew_allowed();
}

// Each word that may begin now, once. From a place all words up to the next that goes may begin; barriers ascend with
// the places, so one sweep visits the union.
template <class Visit>
void Subsequence::each_start(Visit visit) const {
    std::uint32_t visited = 0;
    for (const std::uint32_t place : next_) {
        const std::size_t last = std::min<std::size_t>(barriers_[place] + 1, words_.size());
        for (std::uint32_t word = std::max(place, visited); word < last; ++word) {
            if (may_go(words_[word])) visit(word);
        }
        visited = std::max(visited, static_cast<std::uint32_t>(last));
    }
}

void Subsequence::renew_allowed() {
    allowed_.clear();
    for (const Inside& at : inside_) allowed_.push_back(words_[at.word].pieces[at.written]);
    each_start([&](std::uint32_t word) { allowed_.push_back(words_[word].pieces.front()); });
    // The last place has the fewest words left that go.
    if (!next_.empty() && barriers_[next_.back()] == words_.size()) allowed_.push_back(end_);
    std::ranges::sort(allowed_);
    allowed_.erase(std::ranges::unique(allowed_).begin(), allowed_.end());
}

bool Subsequence::step(Piece piece) {
    if (finished_ || !std::ranges::binary_search(allowed_, piece)) return false;
    if (piece == end_) {
        finished_ = true;
        allowed_.clear();
        return true;
    }
    std::vector<Inside> inside;
    std::vector<std::uint32_t> next;
    const auto enter = [&](std::uint32_t word, std::uint32_t written) {
        if (written == words_[word].pieces.size()) {
            next.push_back(word + 1);
        } else {
            inside.push_back({word, written});
        }
    };
    for (const Inside& at : inside_) {
        if (words_[at.word].pieces[at.written] == piece) enter(at.word, at.written + 1);
    }
    each_start([&](std::uint32_t word) {
        if (words_[word].pieces.front() == piece) enter(word, 1);
    });
    std::ranges::sort(next);
    next.erase(std::ranges::unique(next).begin(), next.end());
    inside_ = std::move(inside);
    next_ = std::move(next);
    renew_allowed();
    return true;
}

}  // namespace greeninfer::optimizer
