#include "optimizer/kept_text.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <vector>

namespace greeninfer::optimizer {
namespace {

// Words that begin with ~ go.
std::string kept(std::string_view text) {
    const auto words = split_words(text);
    std::vector<std::uint8_t> deleted;
    for (const Word& word : words) deleted.push_back(word.of(text).starts_with('~') ? 1 : 0);
    return kept_text(text, words, deleted);
}

TEST(KeptText, KeepsOnePieceOfTheWhiteSpaceBetweenWordsThatStay) {
    struct Row {
        const char* name;
        std::string_view text;
        std::string_view kept;
    };
    const Row rows[]{
        {"nothing goes", " a  b\n\n c ", " a  b\n\n c "},
        {"with the blanks before it", "a  ~x b", "a b"},
        {"at the front", "~x ~y a b", "a b"},
        {"at the end", "a b ~x ~y", "a b"},
        {"the line break at the end of the text stays", "a b ~x\n", "a b\n"},
        {"at the end of a line", "a ~x\nb", "a\nb"},
        {"at the beginning of a line", "a\n~x b", "a\nb"},
        {"a whole line", "a\n~x ~y\nb", "a\nb"},
        {"a whole paragraph", "a\n\n~x\n\nb", "a\n\nb"},
        {"between a line and a paragraph", "a\n~x\n\nb", "a\n\nb"},
        {"the next line keeps its indentation", "a ~x\n    b", "a\n    b"},
        {"also when it becomes the first", "~x,\n\n    b", "    b"},
        {"everything", "~x ~y\n", "\n"},
    };
    for (const Row& row : rows) {
        SCOPED_TRACE(row.name);
        EXPECT_EQ(kept(row.text), row.kept);
    }
}

TEST(KeptText, HoldsTheWordsThatStayAndNoOthers) {
    rc::check("any bytes, any words", [](const std::string& text, const std::vector<bool>& choice) {
        const auto words = split_words(text);
        std::vector<std::uint8_t> deleted(words.size());
        std::vector<std::string_view> expected;
        for (std::size_t i = 0; i < words.size(); ++i) {
            deleted[i] = i < choice.size() && choice[i] ? 1 : 0;
            if (deleted[i] == 0) expected.push_back(words[i].of(text));
        }
        const std::string left = kept_text(text, words, deleted);
        std::vector<std::string_view> found;
        for (const Word& word : split_words(left)) found.push_back(word.of(left));
        RC_ASSERT(found == expected);
        if (std::ranges::count(deleted, 1) == 0) RC_ASSERT(left == text);
    });
}

}  // namespace
}  // namespace greeninfer::optimizer
