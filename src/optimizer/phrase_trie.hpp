#pragma once
// All phrases in one tree of words, so that a text is compared with thousands of them in one pass.
//
// Regular expressions of the same templates took longer than the model they were to save. Words are compared in their
// normal form (see reading.hpp); punctuation inside a phrase counts only where it ends a sentence, so that "Thanks. A
// lot of ..." is not "thanks a lot". Built once at start; then read by all cores.
#include <cstdint>
#include <functional>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/result.hpp"
#include "optimizer/reading.hpp"

namespace greeninfer::optimizer {

using WordId = std::uint32_t;
inline constexpr WordId kUnknownWord = 0;

// Numbers of words in normal form, from 1.
class WordIds {
public:
    WordId add(std::string_view normal);
    WordId find(std::string_view normal) const;
    std::size_t size() const { return ids_.size() + 1; }

private:
    struct Hash : std::hash<std::string_view> {
        using is_transparent = void;
    };
    std::unordered_map<std::string, WordId, Hash, std::equal_to<>> ids_;
};

std::vector<WordId> ids_of(const Reading& reading, const WordIds& ids);

// What may end at a place of the tree: bits that the owner of the tree gives a meaning.
struct PhraseEnd {
    std::uint16_t closed = 0;  // of templates with punctuation at their end
    std::uint16_t open = 0;    // of templates that go right on: "could you please"
};

class PhraseTrie {
public:
    static constexpr std::size_t kWordsMax = 32;  // of one phrase

    // Before freeze() only.
    Result<void> add(std::string_view phrase_template, std::uint16_t bits, WordIds& ids);
    void freeze();

    // Calls visit(end, PhraseEnd) for each phrase that begins with word `at` and ends before word `end`, short ones
    // first. `ids` are ids_of(reading, ids).
    template <class Visit>
    void each_from(std::size_t at, const Reading& reading, std::span<const WordId> ids, Visit visit) const {
        std::uint32_t node = 0;
        for (std::size_t i = at; i < ids.size() && reading[i].bare; ++i) {
            node = child(node, ids[i]);
            if (node == 0) return;
            const Node& found = nodes_[node];
            if ((found.end.closed | found.end.open) != 0) visit(i + 1, found.end);
            if (reading[i].ends_sentence && !found.may_end_sentence) return;
        }
    }

private:
    struct Node {
        std::uint32_t first_edge = 0;
        std::uint32_t edges = 0;
        PhraseEnd end;
        bool may_end_sentence = false;
    };
    struct Edge {
        WordId word;
        std::uint32_t node;
    };

    std::uint32_t child(std::uint32_t node, WordId word) const;
    void insert(std::string_view phrase, std::uint16_t bits, WordIds& ids);

    std::vector<Node> nodes_{Node{}};
    std::vector<std::map<WordId, std::uint32_t>> growing_{{}};
    std::vector<Edge> edges_;
    std::vector<std::uint32_t> roots_;  // by first word
};

}  // namespace greeninfer::optimizer
