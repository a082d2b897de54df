#include "optimizer/phrase_trie.hpp"

#include <gtest/gtest.h>

namespace greeninfer::optimizer {
namespace {

// Ends of the phrases that begin with the first word, and whether their templates were closed.
std::vector<std::string> ends_in(std::initializer_list<std::string_view> templates, std::string_view text) {
    WordIds ids;
    PhraseTrie trie;
    for (const std::string_view one : templates) EXPECT_TRUE(trie.add(one, 1, ids));
    trie.freeze();
    const auto words = split_words(text);
    const Reading reading(text, words);
    std::vector<std::string> ends;
    trie.each_from(0, reading, ids_of(reading, ids), [&](std::size_t end, PhraseEnd bits) {
        ends.push_back(std::to_string(end) + (bits.closed != 0 ? "closed" : "") + (bits.open != 0 ? "open" : ""));
    });
    return ends;
}

using Ends = std::vector<std::string>;

TEST(PhraseTrie, FindsPhrasesInNormalForm) {
    EXPECT_EQ(ends_in({"thank you(| so much)(!|.)"}, "THANK you so much!"), (Ends{"2closed", "4closed"}));
    EXPECT_EQ(ends_in({"if you don't mind"}, "if you don’t mind,"), (Ends{"4open"}));
    EXPECT_EQ(ends_in({"I (would|'d) like"}, "I'd like that"), (Ends{"2open"}));
    EXPECT_EQ(ends_in({"thanks(!|)"}, "thanks"), (Ends{"1closedopen"}));
    EXPECT_EQ(ends_in({"my request -"}, "my request"), (Ends{"2open"}));
}

TEST(PhraseTrie, DoesNotReadOverTheEndOfASentence) {
    EXPECT_EQ(ends_in({"thanks a lot"}, "Thanks. A lot of it"), Ends{});
    EXPECT_EQ(ends_in({"OK. next"}, "OK. Next"), (Ends{"2open"}));
    EXPECT_EQ(ends_in({"thanks a lot"}, "Thanks, a lot"), (Ends{"3open"}));
}

TEST(PhraseTrie, DoesNotReadOverBracketsAndQuotes) {
    EXPECT_EQ(ends_in({"thanks a lot"}, "thanks \"a lot\""), Ends{});
    EXPECT_EQ(ends_in({"thanks a lot"}, "thanks (a lot)"), Ends{});
}

TEST(PhraseTrie, FindsNothingInUnknownWords) {
    EXPECT_EQ(ends_in({"thanks"}, "graph"), Ends{});
    EXPECT_EQ(ends_in({}, "graph"), Ends{});
}

TEST(PhraseTrie, SaysWhatIsWrongWithATemplate) {
    WordIds ids;
    PhraseTrie trie;
    EXPECT_FALSE(trie.add("(a", 1, ids));
}

}  // namespace
}  // namespace greeninfer::optimizer
