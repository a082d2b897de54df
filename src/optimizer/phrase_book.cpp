#include "optimizer/phrase_book.hpp"

#include <cstdlib>

#include "optimizer/phrase_file.hpp"

namespace greeninfer::optimizer {

const PhraseBook& PhraseBook::built_in() {
    static const PhraseBook book = [] {
        auto read = read_phrases(embedded_phrases(), "the built-in phrases");
        // They are a part of the program, and a test reads them.
        if (!read) std::abort();
        return *std::move(read);
    }();
    return book;
}

Result<void> PhraseBook::add_phrase(PhrasePlace place, std::string_view phrase_template) {
    return trie_.add(phrase_template, bit_of(place), ids_);
}

void PhraseBook::add_word(std::string_view normal, bool alone) {
    const WordId id = ids_.add(normal);
    if (kinds_.size() <= id) kinds_.resize(id + 1, Kind::stays);
    if (alone || kinds_[id] == Kind::stays) kinds_[id] = alone ? Kind::goes_alone : Kind::goes_in_runs;
}

}  // namespace greeninfer::optimizer
