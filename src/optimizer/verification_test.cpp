#include "optimizer/verification.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "optimizer/kept_text.hpp"

namespace greeninfer::optimizer {
namespace {

// `text` with ~ before words that go and = before words that are locked.
struct Marked {
    std::string text;
    std::vector<std::uint32_t> deleted;
    std::vector<std::uint8_t> marks;
    std::vector<Lock> locks;

    explicit Marked(std::string_view marked) {
        std::size_t end = 0;
        for (const Word& word : split_words(marked)) {
            std::string_view bytes = word.of(marked);
            text += marked.substr(end, word.begin - end);
            end = word.end();
            const bool goes = bytes.starts_with('~');
            const bool locked = bytes.starts_with('=');
            if (goes) deleted.push_back(static_cast<std::uint32_t>(marks.size()));
            marks.push_back(goes ? 1 : 0);
            locks.push_back(locked ? Lock::code : Lock::none);
            text += bytes.substr(goes || locked ? 1 : 0);
        }
        text += marked.substr(end);
    }

    std::string shortened() const { return kept_text(text, split_words(text), marks); }
    Breach verified() const { return verify(text, shortened(), deleted, locks); }
};

TEST(Verification, SaysWhatWouldBeLost) {
    struct Row {
        const char* name;
        std::string_view text;
        Breach breach;
    };
    const Row rows[]{
        {"courtesy", "~Could ~you ~please explain this ~if ~you ~don't ~mind", Breach::none},
        {"nothing", "explain this", Breach::none},
        {"a number", "give ~5 tips", Breach::number},
        {"a version", "use ~v2.3 please", Breach::number},
        {"a number word", "give ~five tips", Breach::number},
        {"not", "do ~not run it", Breach::negation},
        {"never", "~never run rm -rf", Breach::negation},
        {"isn't", "it ~isn’t so", Breach::negation},
        {"courtesy alone makes no courtesy", "if you ~don't mind", Breach::negation},
        {"must", "it ~must run", Breach::modal},
        {"a modal without its company", "~can he come", Breach::modal},
        {"can I, in any company", "~can ~I ~please go", Breach::modal},
        {"at least", "use at ~least some", Breach::comparative},
        {"a small comparison that is courtesy", "go on ~any ~more ~questions", Breach::none},
        {"a camelCase name", "fix ~getName now", Breach::identifier},
        {"a mention", "ask ~@anna now", Breach::identifier},
        {"capitals", "ask ~NASA now", Breach::identifier},
        {"capitals of courtesy", "~FYI it runs", Breach::none},
        {"inside code", "run `git ~really push` now", Breach::code},
        {"inside a quote", "say \"thank ~you so\" now", Breach::quote},
    };
    for (const Row& row : rows) {
        SCOPED_TRACE(row.name);
        EXPECT_EQ(Marked(row.text).verified(), row.breach);
    }
}

TEST(Verification, RefusesLockedWordsAndSpans) {
    Marked marked("go =on with ~it");
    EXPECT_EQ(marked.verified(), Breach::none);
    marked.locks[3] = Lock::quoted;
    EXPECT_EQ(marked.verified(), Breach::locked_word);
    // Locked words that stood together must still do so, byte for byte.
    EXPECT_EQ(
        verify("a  b c", "a  b", std::vector<std::uint32_t>{2}, std::vector<Lock>{Lock::code, Lock::code, Lock::none}),
        Breach::none);
    EXPECT_EQ(
        verify("a  b c", "a b", std::vector<std::uint32_t>{2}, std::vector<Lock>{Lock::code, Lock::code, Lock::none}),
        Breach::not_a_subsequence);
}

TEST(Verification, RefusesAnythingThatIsNoSubsequence) {
    struct Row {
        const char* name;
        std::string_view shortened;
        std::vector<std::uint32_t> deleted;
    };
    const Row rows[]{
        {"another word", "one tow four", {2}},
        {"another order", "two one four", {2}},
        {"a word too many", "one two three four", {2}},
        {"a word too few", "one two", {2}},
        {"half a word", "one two fou", {2}},
        {"capitals", "One two four", {2}},
        {"other blanks", "one  two four", {2}},
        {"a line break that was not there", "one two\nfour", {2}},
        {"blanks at the end", "one two four ", {2}},
        {"places out of order", "three four", {1, 0}},
        {"a place that does not exist", "one two three four", {9}},
    };
    for (const Row& row : rows) {
        SCOPED_TRACE(row.name);
        const std::vector<Lock> locks(4, Lock::none);
        EXPECT_EQ(verify("one two three four", row.shortened, row.deleted, locks), Breach::not_a_subsequence);
    }
    EXPECT_EQ(verify("one", "one", {}, {}), Breach::not_a_subsequence);  // locks of another text
    EXPECT_EQ(verify("a\n\nb c", "a c", std::vector<std::uint32_t>{1}, std::vector<Lock>(3, Lock::none)),
              Breach::not_a_subsequence);  // the paragraph is gone
}

TEST(VerificationOfARewrite, LetsOtherWordsInButNothingThatLimits) {
    struct Row {
        const char* name;
        std::string_view original;  // = before words that are locked
        std::string_view rewritten;
        Breach breach;
    };
    const Row rows[]{
        {"other words", "I would love to see =5 cats, please", "Show 5 cats", Breach::none},
        {"other punctuation", "Show cats in =Paris, please", "Cats in Paris.", Breach::none},
        {"a locked word is gone", "do =not run it here", "run it", Breach::locked_word},
        {"in another order", "first =Anna then =Bob please", "Bob then Anna", Breach::locked_word},
        {"locked words that stood together", "run =git  =push here", "run git push", Breach::locked_word},
        {"another number", "show =5 cats to me", "show 5 cats or 6", Breach::number},
        {"an unlocked number is lost", "show v2 cats to me", "show cats", Breach::number},
        {"a negation is made up", "show cats to me please", "show no cats", Breach::negation},
        {"a modal is made up", "show cats to me please", "you must show cats", Breach::negation},
        {"a name is made up", "show cats to me please", "show NASA cats", Breach::identifier},
        {"courtesy may go", "could you show cats, if you don't mind", "show cats", Breach::none},
    };
    for (const Row& row : rows) {
        SCOPED_TRACE(row.name);
        const Marked marked(row.original);
        EXPECT_EQ(verify_rewrite(marked.text, row.rewritten, marked.locks), row.breach);
    }
}

}  // namespace
}  // namespace greeninfer::optimizer
