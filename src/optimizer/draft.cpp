#include "optimizer/draft.hpp"

#include <algorithm>

#include "optimizer/kept_text.hpp"
#include "optimizer/model_marks.hpp"
#include "optimizer/phrase_rounds.hpp"
#include "optimizer/refusal.hpp"
#include "optimizer/verification.hpp"

namespace greeninfer::optimizer {

namespace {

std::uint32_t count_of(std::span<const std::uint8_t> marks) {
    return static_cast<std::uint32_t>(std::ranges::count_if(marks, [](std::uint8_t mark) { return mark != 0; }));
}

std::vector<std::uint32_t> positions_of(std::span<const std::uint8_t> marks) {
    std::vector<std::uint32_t> positions;
    for (std::uint32_t word = 0; word < marks.size(); ++word) {
        if (marks[word] != 0) positions.push_back(word);
    }
    return positions;
}

// The values at the words that are left, or at all.
template <class Value>
std::vector<Value> left_of(std::span<const Value> values, std::span<const std::uint8_t> deleted) {
    std::vector<Value> left;
    for (std::size_t at = 0; at < values.size(); ++at) {
        if (deleted[at] == 0) left.push_back(values[at]);
    }
    return left;
}

}  // namespace

std::uint32_t words_gone(const Shortening& shortening) {
    if (shortening.left_alone) return 0;
    if (!shortening.deleted.empty()) return static_cast<std::uint32_t>(shortening.deleted.size());
    return shortening.words - static_cast<std::uint32_t>(split_words(shortening.text).size());
}

Draft::Draft(std::string_view text) : text_(text) {
    if (text.size() > kMaxBytes) {
        refused_ = LeftAlone::too_long;
        return;
    }
    words_ = split_words(text);
    if (words_.size() > kMaxWords) {
        refused_ = LeftAlone::too_long;
        return;
    }
    refused_ = refusal_of(Reading(text, words_));
    if (refused_) return;
    locks_ = lock_words(text, words_);
    deleted_.resize(words_.size());
    delete_phrases(text, words_, PhraseBook::built_in(), deleted_);
    close_words();
}

// Locks of the text as it was and as the phrases left it: a model sees the latter, and must keep what either protects.
void Draft::close_words() {
    const std::string left = kept_text(text_, words_, deleted_);
    const std::vector<Word> places = split_words(left);
    const Reading reading(left, places);
    const std::vector<std::uint8_t> closed = closed_words(reading, lock_words(left, places), PhraseBook::built_in());
    closed_.assign(words_.size(), 1);
    std::size_t at = 0;
    for (std::size_t word = 0; word < words_.size(); ++word) {
        if (deleted_[word] != 0) continue;
        closed_[word] = locks_[word] == Lock::none ? closed[at] : 1;
        ++at;
    }
}

std::uint32_t Draft::open_words() const {
    return static_cast<std::uint32_t>(closed_.size()) - count_of(closed_);
}

std::uint32_t Draft::deleted_by_phrases() const {
    return count_of(deleted_);
}

ModelRequest Draft::model_request() const {
    ModelRequest request;
    for (std::size_t word = 0; word < words_.size(); ++word) {
        if (deleted_[word] == 0) request.words.emplace_back(words_[word].of(text_));
    }
    request.locked = left_of<std::uint8_t>(closed_, deleted_);
    return request;
}

Shortening Draft::finish(const ModelReply& reply, double min_saving) const {
    if (refused_) return leave_alone(*refused_);
    if (reply.deleted.size() != words_.size() - deleted_by_phrases()) return leave_alone(LeftAlone::failed);
    const std::string left = kept_text(text_, words_, deleted_);
    const std::vector<Word> places = split_words(left);
    const Reading reading(left, places);
    const auto closed = left_of<std::uint8_t>(closed_, deleted_);
    const PhraseBook& book = PhraseBook::built_in();
    const std::vector<std::uint8_t> lawful = lawful_marks(reading, closed, reply.deleted, book);
    if (!leaves_a_request(reading, closed, lawful)) return leave_alone(LeftAlone::nothing_to_delete);
    const Shortening whole = with_marks(lawful, min_saving);
    if (whole.left_alone != LeftAlone::verification_failed) return whole;
    const std::vector<std::uint8_t> held = marks_that_hold(lawful);
    const Shortening part = with_marks(held, min_saving);
    if (part.left_alone != LeftAlone::verification_failed) return part;
    return checked(with(held), deleted_by_phrases(), min_saving);  // a phrase that the marks laid bare is at fault
}

// `marks`: of the words that the phrases left.
Shortening Draft::with_marks(std::span<const std::uint8_t> marks, double min_saving) const {
    std::vector<std::uint8_t> deleted = with(marks);
    const std::uint32_t more = delete_phrases(text_, words_, PhraseBook::built_in(), deleted);
    return checked(deleted, deleted_by_phrases() + more, min_saving);
}

std::vector<std::uint8_t> Draft::with(std::span<const std::uint8_t> marks) const {
    std::vector<std::uint8_t> deleted = deleted_;
    std::size_t at = 0;
    for (std::uint8_t& word : deleted) {
        if (word == 0) word = marks[at++];
    }
    return deleted;
}

// One negation that a model takes for filler shall not cost the rest: run by run, those are kept with which the text
// still passes. So many are tried that a core is not held up; the rest stays.
std::vector<std::uint8_t> Draft::marks_that_hold(std::span<const std::uint8_t> marks) const {
    constexpr int kTriesMax = 32;
    std::vector<std::uint8_t> held(marks.size());
    int tries = 0;
    for (std::size_t at = 0; at < marks.size() && tries < kTriesMax;) {
        std::size_t end = at;
        while (end < marks.size() && marks[end] != 0) held[end++] = 1;
        if (end > at && (++tries, !holds(with(held))))
            std::fill_n(held.begin() + static_cast<std::ptrdiff_t>(at), end - at, std::uint8_t{0});
        at = std::max(end, at + 1);
    }
    return held;
}

bool Draft::holds(std::span<const std::uint8_t> deleted) const {
    return verify(text_, kept_text(text_, words_, deleted), positions_of(deleted), locks_) == Breach::none;
}

Shortening Draft::finish(double min_saving) const {
    if (refused_) return leave_alone(*refused_);
    return checked(deleted_, deleted_by_phrases(), min_saving);
}

Shortening Draft::finish_rewrite(const ModelReply& reply, double min_saving) const {
    if (refused_) return leave_alone(*refused_);
    const std::size_t left = split_words(reply.rewritten).size();
    if (left == 0) return leave_alone(LeftAlone::failed);
    if (left >= words_.size()) return leave_alone(LeftAlone::nothing_to_delete);
    if (static_cast<double>(words_.size() - left) < min_saving * word_count())
        return leave_alone(LeftAlone::small_saving);
    if (verify_rewrite(text_, reply.rewritten, locks_) != Breach::none)
        return leave_alone(LeftAlone::verification_failed);
    return {.text = reply.rewritten, .words = word_count()};
}

Shortening Draft::leave_alone(LeftAlone why) const {
    return {.text = std::string(text_), .left_alone = why, .words = word_count()};
}

Shortening Draft::checked(const std::vector<std::uint8_t>& deleted, std::uint32_t by_phrases, double min_saving) const {
    std::vector<std::uint32_t> positions = positions_of(deleted);
    if (positions.empty()) return leave_alone(LeftAlone::nothing_to_delete);
    if (static_cast<double>(positions.size()) < min_saving * word_count()) return leave_alone(LeftAlone::small_saving);
    std::string shortened = kept_text(text_, words_, deleted);
    if (verify(text_, shortened, positions, locks_) != Breach::none) return leave_alone(LeftAlone::verification_failed);
    return {.text = std::move(shortened),
            .deleted = std::move(positions),
            .words = word_count(),
            .deleted_by_phrases = by_phrases};
}

}  // namespace greeninfer::optimizer
