#pragma once
// Knows what some words are about, in fourteen languages: reasoning, maths, code, everyday requests and so on.
//
// Almost all training text is English, so hashed words of other languages were never seen. A few hundred words with
// the same meaning everywhere carry what was learnt on English to the others. The words are in lexicon_words.cpp.
// Built once; immutable, shared by all cores.
#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

#include "scorer/words.hpp"

namespace greeninfer::scorer {

enum class Topic : std::uint8_t {
    asks_what,
    asks_who_where_when,
    asks_which,
    asks_how,
    asks_why,
    reasoning,
    constraint,
    step,
    maths,
    code,
    subject,
    everyday,
    personal,
    creative,
    english,  // words that nearly every English sentence has
    foreign,  // the same of other languages in Latin script, where English has no such word
    count,
};
inline constexpr std::size_t kTopicCount = static_cast<std::size_t>(Topic::count);

using TopicCounts = std::array<std::uint32_t, kTopicCount>;

class Lexicon {
public:
    static const Lexicon& shared();

    // How many words of each topic there are. Signs of unspaced scripts are looked up in pairs.
    TopicCounts count(std::u32string_view text, const std::vector<Word>& words) const;

private:
    struct Slot {
        std::uint32_t hash = 0;
        std::uint32_t topics = 0;  // a bit per topic; 0: the slot is free
    };

    Lexicon();
    void add(std::u32string_view entry, Topic topic);
    static std::uint32_t find(const std::vector<Slot>& slots, std::uint32_t hash);
    std::uint32_t topics_of(const Word& word) const;

    std::vector<Slot> slots_;
    std::vector<Slot> stems_;
};

}  // namespace greeninfer::scorer
