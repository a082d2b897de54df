#include "optimizer/phrase_trie.hpp"

#include <fmt/core.h>

#include <algorithm>

#include "optimizer/letters.hpp"
#include "optimizer/phrase_template.hpp"

namespace greeninfer::optimizer {

namespace {

// A part that stands alone in a template, such as 'd, belongs to the word before it: "I (would|'d) like".
std::string with_joined_parts(std::string_view phrase) {
    std::string joined;
    for (std::size_t i = 0; i < phrase.size(); ++i) {
        const bool part =
            phrase[i] == ' ' && i + 2 < phrase.size() && phrase[i + 1] == '\'' && is_letter(phrase[i + 2]);
        if (!part || joined.empty() || !is_letter(joined.back())) joined += phrase[i];
    }
    return joined;
}

bool has_punctuation_behind(const ReadWord& word) {
    return word.ends_sentence || word.pauses;
}

// Colons and the like between sentences of a template: there a text may have a full stop as well.
bool ends_sentence_in_template(const ReadWord& word) {
    return word.ends_sentence || word.raw.ends_with(':') || word.raw.ends_with(';');
}

}  // namespace

WordId WordIds::add(std::string_view normal) {
    if (const WordId known = find(normal); known != kUnknownWord) return known;
    return ids_.emplace(normal, static_cast<WordId>(ids_.size() + 1)).first->second;
}

WordId WordIds::find(std::string_view normal) const {
    const auto found = ids_.find(normal);
    return found == ids_.end() ? kUnknownWord : found->second;
}

std::vector<WordId> ids_of(const Reading& reading, const WordIds& ids) {
    std::vector<WordId> found(reading.size());
    for (std::size_t i = 0; i < reading.size(); ++i) found[i] = ids.find(reading[i].normal);
    return found;
}

Result<void> PhraseTrie::add(std::string_view phrase_template, std::uint16_t bits, WordIds& ids) {
    TRY(const std::vector<std::string> phrases, expansions(phrase_template));
    for (const std::string& phrase : phrases) insert(phrase, bits, ids);
    return {};
}

void PhraseTrie::insert(std::string_view phrase, std::uint16_t bits, WordIds& ids) {
    const std::string joined = with_joined_parts(phrase);
    const std::vector<Word> places = split_words(joined);
    const Reading reading(joined, places);
    if (reading.size() > kWordsMax) return;
    std::uint32_t node = 0;
    bool closed = false;
    for (std::size_t i = 0; i < reading.size(); ++i) {
        const ReadWord& word = reading[i];
        closed = has_punctuation_behind(word) || (word.core.empty() && closed);
        if (word.core.empty()) continue;  // a lone dash or comma
        const auto [at, is_new] =
            growing_[node].try_emplace(ids.add(word.normal), static_cast<std::uint32_t>(nodes_.size()));
        node = at->second;
        if (is_new) {
            nodes_.emplace_back();
            growing_.emplace_back();
        }
        nodes_[node].may_end_sentence = nodes_[node].may_end_sentence || ends_sentence_in_template(word);
    }
    if (node == 0) return;
    PhraseEnd& end = nodes_[node].end;
    (closed ? end.closed : end.open) |= bits;
}

void PhraseTrie::freeze() {
    for (std::size_t node = 0; node < nodes_.size(); ++node) {
        nodes_[node].first_edge = static_cast<std::uint32_t>(edges_.size());
        nodes_[node].edges = static_cast<std::uint32_t>(growing_[node].size());
        for (const auto& [word, child] : growing_[node]) edges_.push_back({word, child});
    }
    for (const auto& [word, child] : growing_.front()) {
        roots_.resize(std::max<std::size_t>(roots_.size(), word + 1));
        roots_[word] = child;
    }
    growing_.clear();
    growing_.shrink_to_fit();
}

std::uint32_t PhraseTrie::child(std::uint32_t node, WordId word) const {
    if (word == kUnknownWord) return 0;
    if (node == 0) return word < roots_.size() ? roots_[word] : 0;
    const auto first = edges_.begin() + nodes_[node].first_edge;
    const auto last = first + nodes_[node].edges;
    const auto found = std::lower_bound(first, last, word, [](const Edge& edge, WordId id) { return edge.word < id; });
    return found != last && found->word == word ? found->node : 0;
}

}  // namespace greeninfer::optimizer
