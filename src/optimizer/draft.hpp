#pragma once
// One text on its way to being shortened: what is locked, what the known phrases delete, what a model may still delete,
// and the proof afterwards that only whole words went and nothing was lost that must stay.
//
// A pure function of the text (and of the model's marks): the same text gives the same bytes in every turn, so prefix
// caches of the model servers stay warm. The text must outlive the draft. Used once, on one core.
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "optimizer/left_alone.hpp"
#include "optimizer/lock.hpp"
#include "optimizer/model_call.hpp"
#include "optimizer/word.hpp"

namespace greeninfer::optimizer {

struct Shortening {
    std::string text;                          // what goes on; the original, byte for byte, when left alone
    std::optional<LeftAlone> left_alone = {};  // absent: it was shortened
    std::vector<std::uint32_t> deleted = {};   // indices of the words that went
    std::uint32_t words = 0;                   // of the original
    std::uint32_t deleted_by_phrases = 0;      // of the deleted ones, by known phrases; the model deleted the rest
};

// How many words fewer a model reads.
std::uint32_t words_gone(const Shortening& shortening);

class Draft {
public:
    // Most words of a text that the model is asked about; longer ones are left alone (T5 is trained far below that).
    static constexpr std::uint32_t kMaxWords = 400;
    // And most bytes: what is longer in so few words is data.
    static constexpr std::size_t kMaxBytes = std::size_t{16} << 10U;

    explicit Draft(std::string_view text);

    // The whole text stays, whatever a model would say.
    std::optional<LeftAlone> refused() const { return refused_; }
    std::uint32_t word_count() const { return static_cast<std::uint32_t>(words_.size()); }
    // Words that a model may still delete: neither locked nor deleted, and of the vocabulary of what may go.
    std::uint32_t open_words() const;
    std::uint32_t deleted_by_phrases() const;

    // The words that are left, and which of them are locked. Only when not refused and open_words() > 0.
    ModelRequest model_request() const;

    // With the marks of a model for model_request(); left alone when the saving is less than `min_saving` (share of the
    // words) or the check of the result fails.
    Shortening finish(const ModelReply& reply, double min_saving) const;
    // With the known phrases alone: no model was needed.
    Shortening finish(double min_saving) const;
    // With the text that a user's own model wrote anew for model_request() with ModelTask::rewrite; left alone when it
    // lost something that is protected, or made something up that limits the answer. `deleted` stays empty.
    Shortening finish_rewrite(const ModelReply& reply, double min_saving) const;
    // The original, and why.
    Shortening leave_alone(LeftAlone why) const;

private:
    Shortening checked(const std::vector<std::uint8_t>& deleted, std::uint32_t by_phrases, double min_saving) const;
    void close_words();
    Shortening with_marks(std::span<const std::uint8_t> marks, double min_saving) const;
    std::vector<std::uint8_t> with(std::span<const std::uint8_t> marks) const;
    std::vector<std::uint8_t> marks_that_hold(std::span<const std::uint8_t> marks) const;
    bool holds(std::span<const std::uint8_t> deleted) const;

    std::string_view text_;
    std::vector<Word> words_;
    std::vector<Lock> locks_;            // per word
    std::vector<std::uint8_t> deleted_;  // per word, by known phrases
    std::vector<std::uint8_t> closed_;   // per word: locked, deleted, or not of the vocabulary of what may go
    std::optional<LeftAlone> refused_;
};

}  // namespace greeninfer::optimizer
