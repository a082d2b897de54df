#include "optimizer/subsequence.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <limits>
#include <string>
#include <string_view>

namespace greeninfer::optimizer {
namespace {

constexpr Piece kEnd = 0;

// A piece per letter, the first one marked: words that begin alike share pieces, as in a real vocabulary.
std::vector<Piece> pieces_of(std::string_view word) {
    std::vector<Piece> pieces;
    for (const char letter : word) pieces.push_back(letter + (pieces.empty() ? 1000 : 0));
    return pieces;
}

// Words between blanks; `!` before a word: it goes, `=`: it stays.
std::vector<SourceWord> words_of(std::string_view text) {
    std::vector<SourceWord> words;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find(' '), text.size());
        std::string_view word = text.substr(0, end);
        Fate fate = Fate::open;
        if (word.starts_with('!')) fate = Fate::goes;
        if (word.starts_with('=')) fate = Fate::stays;
        if (fate != Fate::open) word.remove_prefix(1);
        words.push_back({pieces_of(word), fate});
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return words;
}

std::vector<Piece> written_of(std::string_view text) {
    std::vector<Piece> written;
    for (const SourceWord& word : words_of(text)) {
        written.insert(written.end(), word.pieces.begin(), word.pieces.end());
    }
    return written;
}

// What may come next as text: a marked first piece in upper case, the end as a full stop.
std::string allowed_text(const Subsequence& automaton) {
    std::string text;
    for (const Piece piece : automaton.allowed()) {
        text += piece == kEnd   ? '.'
                : piece >= 1000 ? static_cast<char>(piece - 1000 - 'a' + 'A')
                                : static_cast<char>(piece);
    }
    std::ranges::sort(text);
    return text;
}

TEST(Subsequence, AllowsWhatContinuesAWordOfTheSource) {
    struct Row {
        const char* name;
        const char* source;
        const char* written;
        const char* allowed;
    };
    const Row rows[]{
        {"any word may be first", "ab c", "", ".AC"},
        {"a word that is begun must be ended", "ab c", "a", "b"},
        {"words come in order", "ab c", "c", "."},
        {"the end of one word may be the middle of another", "a b abc", "a", ".ABb"},
        {"a locked word is never begun", "ab =c d", "", ".AD"},
        {"a word that goes can not be skipped", "a !b c", "", "AB"},
        {"nor the end be written before it", "a !b c", "a", "B"},
        {"after it all is open", "a !b c", "a b", ".C"},
        {"a locked word is no barrier", "=a", "", "."},
        {"no words", "", "", "."},
        {"the same word twice", "a b a", "a", ".AB"},
    };
    for (const Row& row : rows) {
        SCOPED_TRACE(row.name);
        const auto words = words_of(row.source);
        Subsequence automaton(words, kEnd);
        for (const Piece piece : written_of(row.written)) EXPECT_TRUE(automaton.step(piece));
        EXPECT_EQ(allowed_text(automaton), row.allowed);
    }
}

TEST(Subsequence, RefusesWhatIsNotAllowedAndStaysAsItWas) {
    const auto words = words_of("ab c");
    Subsequence automaton(words, kEnd);
    EXPECT_FALSE(automaton.step('b'));
    EXPECT_TRUE(automaton.step('a' + 1000));
    EXPECT_FALSE(automaton.step(kEnd));
    EXPECT_EQ(allowed_text(automaton), "b");
    EXPECT_TRUE(automaton.step('b'));
    EXPECT_TRUE(automaton.step(kEnd));
    EXPECT_TRUE(automaton.finished());
    EXPECT_FALSE(automaton.step('c' + 1000));
    EXPECT_TRUE(automaton.allowed().empty());
}

TEST(Subsequence, KeepsAWordWithoutPieces) {
    const std::vector<SourceWord> words{{{}, Fate::goes}, {{1001}, Fate::open}};
    Subsequence automaton(words, kEnd);
    EXPECT_EQ(std::vector<Piece>(automaton.allowed().begin(), automaton.allowed().end()),
              (std::vector<Piece>{kEnd, 1001}));
}

TEST(Align, ChoosesTheReadingWithTheFewestBreaks) {
    struct Row {
        const char* name;
        const char* source;
        const char* written;
        std::optional<std::vector<std::uint32_t>> positions;
    };
    const Row rows[]{
        {"one run", "a b c d", "b c", {{1, 2}}},
        {"a run later in the text is better than two earlier ones", "a x b a b", "a b", {{3, 4}}},
        {"of equals the earliest", "a x a", "a", {{0}}},
        {"a locked word is not it", "=a x a", "a", {{2}}},
        {"a word that goes is it", "a x !a", "a", {{2}}},
        {"a word that goes is missing", "a !b", "a", std::nullopt},
        {"also when nothing was written", "a !b", "", std::nullopt},
        {"nothing was written", "a b", "", std::vector<std::uint32_t>{}},
        {"not a word of the source", "a b", "c", std::nullopt},
        {"not in this order", "a b", "b a", std::nullopt},
        {"half a word", "ab c", "a", std::nullopt},
        {"no words", "", "a", std::nullopt},
    };
    for (const Row& row : rows) {
        SCOPED_TRACE(row.name);
        EXPECT_EQ(align(words_of(row.source), written_of(row.written)), row.positions);
    }
}

TEST(Align, ReadsPiecesNotWords) {
    // "ab" may be one word or, without the mark of a first piece, the end of another.
    const std::vector<SourceWord> words{{{1, 2}, Fate::open}, {{1}, Fate::open}, {{2}, Fate::open}, {{3}, Fate::open}};
    EXPECT_EQ(align(words, std::vector<Piece>{1, 2, 3}), (std::vector<std::uint32_t>{1, 2, 3}));
    EXPECT_EQ(align(words, std::vector<Piece>{1, 2, 1, 2}), (std::vector<std::uint32_t>{0, 1, 2}));
}

TEST(Align, HasABound) {
    const auto words = words_of("a b c");
    EXPECT_EQ(align(words, written_of("a"), 6), (std::vector<std::uint32_t>{0}));
    EXPECT_EQ(align(words, written_of("a"), 5), std::nullopt);
}

std::vector<SourceWord> random_words() {
    const auto spelling =
        rc::gen::elementOf(std::vector<std::string>{"a", "b", "ab", "abc", "c", "the", "an", "another"});
    const auto fate =
        rc::gen::elementOf(std::vector<Fate>{Fate::open, Fate::open, Fate::open, Fate::stays, Fate::goes});
    std::vector<SourceWord> words;
    const auto count = *rc::gen::inRange(0, 24);
    for (int i = 0; i < count; ++i) words.push_back({pieces_of(*spelling), *fate});
    return words;
}

// Writes at random what is allowed, until the end.
std::vector<Piece> random_writing(std::span<const SourceWord> words) {
    Subsequence automaton(words, kEnd);
    std::vector<Piece> written;
    while (!automaton.finished()) {
        RC_ASSERT(!automaton.allowed().empty());
        const auto choice = *rc::gen::inRange<std::size_t>(0, automaton.allowed().size());
        const Piece piece = automaton.allowed()[choice];
        RC_ASSERT(automaton.step(piece));
        if (piece != kEnd) written.push_back(piece);
    }
    return written;
}

TEST(Subsequence, WritesOnlyWholeWordsOfTheSource) {
    rc::check("whatever is chosen of what is allowed", [] {
        const auto words = random_words();
        const auto written = random_writing(words);
        const auto positions = align(words, written);
        RC_ASSERT(positions.has_value());
        const auto& chosen = positions.value();
        std::vector<Piece> spelt;
        for (const std::uint32_t at : chosen) {
            RC_ASSERT(words[at].fate != Fate::stays);
            spelt.insert(spelt.end(), words[at].pieces.begin(), words[at].pieces.end());
        }
        RC_ASSERT(spelt == written);
        RC_ASSERT(std::ranges::is_sorted(chosen, std::ranges::less_equal()));
        for (std::uint32_t i = 0; i < words.size(); ++i) {
            if (words[i].fate == Fate::goes) RC_ASSERT(std::ranges::binary_search(chosen, i));
        }
    });
}

int runs_in(const std::vector<std::uint32_t>& positions) {
    int runs = 0;
    for (std::size_t i = 0; i < positions.size(); ++i) runs += i == 0 || positions[i] != positions[i - 1] + 1;
    return runs;
}

// Fewest runs over all sets of words, tried one by one.
std::optional<int> fewest_runs(std::span<const SourceWord> words, std::span<const Piece> written) {
    std::optional<int> fewest;
    for (std::uint32_t set = 0; set < (1U << words.size()); ++set) {
        std::vector<std::uint32_t> positions;
        std::vector<Piece> spelt;
        bool lawful = true;
        for (std::uint32_t i = 0; i < words.size(); ++i) {
            const bool chosen = ((set >> i) & 1U) != 0;
            lawful = lawful && words[i].fate != (chosen ? Fate::stays : Fate::goes);
            if (!chosen) continue;
            positions.push_back(i);
            spelt.insert(spelt.end(), words[i].pieces.begin(), words[i].pieces.end());
        }
        if (!lawful || !std::ranges::equal(spelt, written)) continue;
        fewest = std::min(fewest.value_or(std::numeric_limits<int>::max()), runs_in(positions));
    }
    return fewest;
}

TEST(Align, IsAsGoodAsTryingEverySet) {
    rc::check("few words of few letters", [] {
        const auto letters = rc::gen::elementOf(std::vector<std::vector<Piece>>{{1}, {2}, {1, 2}, {2, 1}});
        const auto fate = rc::gen::elementOf(std::vector<Fate>{Fate::open, Fate::open, Fate::stays, Fate::goes});
        std::vector<SourceWord> words;
        const auto count = *rc::gen::inRange(1, 9);
        for (int i = 0; i < count; ++i) words.push_back({*letters, *fate});
        const auto written = *rc::gen::container<std::vector<Piece>>(rc::gen::inRange<Piece>(1, 3));
        const auto positions = align(words, written);
        const auto expected = fewest_runs(words, written);
        RC_ASSERT(positions.has_value() == expected.has_value());
        if (positions) RC_ASSERT(runs_in(*positions) == expected.value());
    });
}

}  // namespace
}  // namespace greeninfer::optimizer
