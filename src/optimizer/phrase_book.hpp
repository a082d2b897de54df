#pragma once
// The known filler phrases, and the words that may be deleted at all.
//
// Rules take what they know at no cost, so that the model is asked less often; and the closed vocabulary bounds the
// harm that the model can do: a word that never occurs in filler is never deleted. Immutable; read by all cores.
#include <cstdint>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "optimizer/phrase_trie.hpp"

namespace greeninfer::optimizer {

enum class PhrasePlace : std::uint8_t {
    opening,
    closing,
    between_sentences,
    restatement,
    before_imperative,
    before_question,
    before_any,
    clause_at_end,
};
inline constexpr std::size_t kPhrasePlaces = 8;
constexpr std::uint16_t bit_of(PhrasePlace place) {
    return static_cast<std::uint16_t>(1U << static_cast<unsigned>(place));
}

class PhraseBook {
public:
    // The phrases that are a part of the program. The first call reads them, some 20 ms: make it at start, on no core.
    static const PhraseBook& built_in();

    const PhraseTrie& trie() const { return trie_; }
    const WordIds& ids() const { return ids_; }
    bool may_go(WordId word) const { return word < kinds_.size() && kinds_[word] != Kind::stays; }
    bool may_go_alone(WordId word) const { return word < kinds_.size() && kinds_[word] == Kind::goes_alone; }

    // While the file is read.
    Result<void> add_phrase(PhrasePlace place, std::string_view phrase_template);
    void add_word(std::string_view normal, bool alone);
    void freeze() { trie_.freeze(); }

private:
    enum class Kind : std::uint8_t { stays, goes_in_runs, goes_alone };

    WordIds ids_;
    PhraseTrie trie_;
    std::vector<Kind> kinds_;
};

}  // namespace greeninfer::optimizer
