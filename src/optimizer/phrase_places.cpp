#include "optimizer/phrase_places.hpp"

#include <algorithm>
#include <array>

#include "optimizer/grammar_words.hpp"

namespace greeninfer::optimizer {

namespace {

// One pass over a text from each side. A word that stands behind deleted words stands where these did.
class Places {
public:
    Places(const Reading& reading, std::span<const Lock> locks, const PhraseBook& book)
        : reading_(reading), locks_(locks), book_(book), ids_(ids_of(reading, book.ids())), gone_(reading.size()) {}

    std::vector<std::uint8_t> find() {
        from_front();
        from_back();
        return std::move(gone_);
    }

private:
    void from_front() {
        bool text_begin = true;
        for (std::size_t at = 0; at < reading_.size();) {
            starts_ = starts_ || reading_[at].begins_sentence;
            text_begin_ = text_begin;
            const std::size_t end = longest_from(at);
            if (end > at) {
                erase(at, end);
                at = end;  // and what follows begins where the phrase began
                continue;
            }
            starts_ = false;
            text_begin = false;
            ++at;
        }
    }

    // Closings and clauses stand before an end that moves to the front as they go.
    void from_back() {
        std::size_t end = reading_.size();
        while (end > 0) {
            while (end > 0 && gone_[end - 1] != 0) --end;
            std::size_t begin = end;
            const std::size_t least = end > PhraseTrie::kWordsMax ? end - PhraseTrie::kWordsMax : 0;
            for (std::size_t at = least; at < end && begin == end; ++at) {
                if (gone_[at] == 0 && closes_from(at, end)) begin = at;
            }
            if (begin == end) return;
            erase(begin, end);
        }
    }

    void erase(std::size_t begin, std::size_t end) {
        std::fill(gone_.begin() + static_cast<std::ptrdiff_t>(begin), gone_.begin() + static_cast<std::ptrdiff_t>(end),
                  std::uint8_t{1});
    }

    bool unlocked(std::size_t begin, std::size_t end) const {
        for (std::size_t at = begin; at < end; ++at) {
            if (locks_[at] != Lock::none || (at > begin && reading_[at].begins_paragraph)) return false;
        }
        return true;
    }

    std::size_t longest_from(std::size_t at) const {
        std::size_t longest = at;
        book_.trie().each_from(at, reading_, ids_, [&](std::size_t end, PhraseEnd bits) {
            if (unlocked(at, end) && fits(at, end, bits)) longest = end;
        });
        return longest;
    }

    bool fits(std::size_t at, std::size_t end, PhraseEnd bits) const {
        const unsigned both = bits.open | bits.closed;
        const auto may = [&](PhrasePlace place) { return (both & bit_of(place)) != 0; };
        if (!starts_) return may(PhrasePlace::clause_at_end) && is_clause_at_end(at, end);
        if (may(PhrasePlace::before_imperative) && is_imperative(next(end)) && !stops(end)) return true;
        if (may(PhrasePlace::before_question) && asks_on(end) && !stops(end)) return true;
        if (may(PhrasePlace::before_any) && is_lead_in(at, end, bits, PhrasePlace::before_any)) return true;
        if (may(PhrasePlace::opening) && is_opening(at, end, bits)) return true;
        if (may(PhrasePlace::between_sentences) && is_between_sentences(at, end, bits)) return true;
        // A closing of some length says nothing in the middle either.
        if (may(PhrasePlace::closing) && is_whole_sentence(end) && end - at >= 3) return true;
        return may(PhrasePlace::restatement) && !text_begin_ && is_whole_sentence(end);
    }

    std::string_view next(std::size_t end) const { return reading_.normal(end); }
    bool line_ends(std::size_t end) const { return end >= reading_.size() || reading_[end].begins_line; }
    bool stops(std::size_t end) const { return reading_[end - 1].ends_sentence; }
    bool pauses(std::size_t end) const { return reading_[end - 1].pauses; }
    bool is_whole_sentence(std::size_t end) const { return stops(end) || line_ends(end); }

    // A question of more than its first word: "please explain why" is whole.
    bool asks_on(std::size_t end) const {
        return is_question_word(next(end)) && !reading_[end].ends_sentence && !line_ends(end + 1);
    }

    // What stands there can only begin something new.
    bool goes_on_afresh(std::size_t end) const {
        return line_ends(end) || is_imperative(next(end)) || is_plain_question_word(next(end)) || frame_follows(end);
    }

    bool frame_follows(std::size_t at) const {
        bool found = false;
        book_.trie().each_from(at, reading_, ids_, [&](std::size_t end, PhraseEnd bits) {
            const unsigned both = bits.open | bits.closed;
            found = found || ((both & bit_of(PhrasePlace::before_imperative)) != 0 && is_imperative(next(end))) ||
                    ((both & bit_of(PhrasePlace::before_question)) != 0 && is_question_word(next(end)));
        });
        return found;
    }

    bool is_opening(std::size_t at, std::size_t end, PhraseEnd bits) const {
        if (!text_begin_) return is_whole_sentence(end);
        return stops(end) || is_lead_in(at, end, bits, PhrasePlace::opening);
    }

    // Leads to what follows: by its punctuation, or because its template goes right on ("..., but").
    bool is_lead_in(std::size_t at, std::size_t end, PhraseEnd bits, PhrasePlace place) const {
        if (pauses(end) || line_ends(end)) return true;
        if (stops(end)) return end - at > 1;
        const bool open = (bits.open & bit_of(place)) != 0 && (bits.closed & bit_of(place)) == 0;
        if (open && end - at > 1) return true;
        if (place == PhrasePlace::opening) return goes_on_afresh(end) && (end - at > 1 || greets(at));
        return is_imperative(next(end)) && (bits.open & bit_of(place)) != 0;
    }

    bool greets(std::size_t at) const {
        constexpr auto kGreetings =
            std::to_array<std::string_view>({"greetings", "hello", "hey", "hi", "hiya", "ok", "okay"});
        static_assert(std::ranges::is_sorted(kGreetings));
        return is_in(kGreetings, reading_.normal(at));
    }

    bool is_between_sentences(std::size_t at, std::size_t end, PhraseEnd bits) const {
        if (stops(end) || pauses(end)) return true;
        const bool open = (bits.open & bit_of(PhrasePlace::between_sentences)) != 0;
        if (open && reading_.normal(end - 1) == "that") return true;
        return open && end - at <= 4 && (is_imperative(next(end)) || is_plain_question_word(next(end)));
    }

    // Behind a whole request, or split off by a comma; bare ones only when they can be nothing but courtesy. Its full
    // stop goes with it, so on a line that goes on it must have none.
    bool is_clause_at_end(std::size_t at, std::size_t end) const {
        if (at == 0 || gone_[at - 1] != 0 || !line_ends(end)) return false;
        if (reading_[at - 1].pauses) return true;
        return is_plain_courtesy(at, end);
    }

    // "How do you say thank you", "no thanks", "the word please": then it is what the sentence is about.
    bool is_wanted_before(std::size_t at) const {
        constexpr auto kWanting = std::to_array<std::string_view>(
            {"a",  "an",  "and",    "called",  "is",   "like",   "mean",  "means", "my",   "no",
             "of", "or",  "phrase", "said",    "say",  "saying", "says",  "spell", "than", "the",
             "to", "use", "with",   "without", "word", "words",  "write", "your"});
        static_assert(std::ranges::is_sorted(kWanting));
        return at > 0 && !reading_[at - 1].pauses && is_in(kWanting, reading_.normal(at - 1));
    }

    bool is_plain_courtesy(std::size_t at, std::size_t end) const {
        if (is_wanted_before(at)) return false;
        constexpr auto kCourtesy = std::to_array<std::string_view>(
            {"asap", "cheers", "kindly", "please", "pls", "plz", "possible", "thank", "thanks", "thx"});
        static_assert(std::ranges::is_sorted(kCourtesy));
        const std::string_view first = reading_.normal(at);
        if (first == "if" && end - at > 2) return reading_.normal(at + 1) == "you" || reading_.normal(at + 1) == "at";
        bool found = false;
        for (std::size_t i = at; i < end; ++i) found = found || is_in(kCourtesy, reading_.normal(i));
        return found && first != "or" && first != "and" && first != "because" && first != "so";
    }

    bool closes_from(std::size_t at, std::size_t end) const {
        bool found = false;
        book_.trie().each_from(at, reading_, ids_, [&](std::size_t phrase_end, PhraseEnd bits) {
            if (phrase_end != end || !unlocked(at, end)) return;
            const unsigned both = bits.open | bits.closed;
            const bool closing = (both & bit_of(PhrasePlace::closing)) != 0 && begins_closing(at, end);
            const bool restates =
                (both & bit_of(PhrasePlace::restatement)) != 0 && reading_[at].begins_sentence && at > 0;
            const bool clause = (both & bit_of(PhrasePlace::clause_at_end)) != 0 && at > 0 &&
                                (reading_[at].begins_sentence || reading_[at - 1].pauses || is_plain_courtesy(at, end));
            found = found || closing || restates || clause;
        });
        return found;
    }

    // A closing is a sentence of its own; thanks need no punctuation before them.
    bool begins_closing(std::size_t at, std::size_t end) const {
        if (reading_[at].begins_sentence || gone_[at - (at > 0 ? 1 : 0)] != 0) return true;
        const std::string_view first = reading_.normal(at);
        if (is_wanted_before(at)) return false;
        return reading_[at - 1].pauses || first == "thanks" || (first == "thank" && end - at > 1) || first == "thx";
    }

    const Reading& reading_;
    std::span<const Lock> locks_;
    const PhraseBook& book_;
    std::vector<WordId> ids_;
    std::vector<std::uint8_t> gone_;
    bool starts_ = true;      // the word looked at begins a sentence, were what is deleted not there
    bool text_begin_ = true;  // everything before it is deleted
};

}  // namespace

std::vector<std::uint8_t> phrase_words(const Reading& reading, std::span<const Lock> locks, const PhraseBook& book) {
    return Places(reading, locks, book).find();
}

}  // namespace greeninfer::optimizer
