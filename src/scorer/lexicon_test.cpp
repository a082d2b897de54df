#include "scorer/lexicon.hpp"

#include <gtest/gtest.h>

#include "scorer/code_point.hpp"
#include "scorer/lexicon_words.hpp"
#include "scorer/text_for_test.hpp"

namespace greeninfer::scorer {
namespace {

std::uint32_t count_of(Topic topic, std::string_view text) {
    const std::u32string plain = plain_of(text);
    return Lexicon::shared().count(plain, words_of(plain))[static_cast<std::size_t>(topic)];
}

TEST(Lexicon, FindsTheSameTopicInEveryLanguage) {
    struct Row {
        Topic topic;
        std::string_view text;
    };
    const Row rows[]{
        {Topic::reasoning, "Prove this."},   {Topic::reasoning, "Proving"},        {Topic::reasoning, "Beweise das."},
        {Topic::reasoning, "Démontrez-le."}, {Topic::reasoning, "Demuéstralo"},    {Topic::reasoning, "Докажите это"},
        {Topic::reasoning, "请证明这一点"},  {Topic::reasoning, "証明して"},       {Topic::reasoning, "증명하세요"},
        {Topic::reasoning, "اثبت ذلك"},      {Topic::everyday, "weather"},         {Topic::everyday, "погода"},
        {Topic::everyday, "明天的天气"},     {Topic::everyday, "今日の天気は"},    {Topic::everyday, "오늘 날씨"},
        {Topic::maths, "three theorems"},    {Topic::maths, "Primzahlen"},         {Topic::maths, "素数"},
        {Topic::code, "a Python function"},  {Topic::code, "algoritmo"},           {Topic::asks_why, "warum?"},
        {Topic::asks_why, "なぜ空は青い"},   {Topic::foreign, "das ist ein Test"},
    };
    for (const Row& row : rows) {
        SCOPED_TRACE(row.text);
        EXPECT_GE(count_of(row.topic, row.text), 1U);
    }
}

TEST(Lexicon, DoesNotFindWhatIsNotThere) {
    EXPECT_EQ(count_of(Topic::reasoning, "a proverb in the pro league"), 1U) << "\"prove*\" takes proverb with it";
    EXPECT_EQ(count_of(Topic::maths, "my dog likes walks"), 0U);
    EXPECT_EQ(count_of(Topic::foreign, "the cat sat on the mat"), 0U);
}

// A stem of another length, or a word of three signs, would sit in the list and never be found.
TEST(Lexicon, CanFindAllItsEntries) {
    for (const TopicWords& row : lexicon_words()) {
        std::u32string_view left = row.words;
        while (!left.empty()) {
            const std::size_t end = std::min(left.find(U' '), left.size());
            std::u32string_view entry = left.substr(0, end);
            left.remove_prefix(std::min(end + 1, left.size()));
            SCOPED_TRACE(testing::PrintToString(std::u32string(entry)));
            ASSERT_FALSE(entry.empty());
            const bool is_stem = entry.ends_with(U'*');
            if (is_stem) entry.remove_suffix(1);
            if (is_unspaced(entry.front())) {
                EXPECT_LE(entry.size(), 2U);
            }
            if (is_stem) {
                EXPECT_GE(entry.size(), 4U);
                EXPECT_LE(entry.size(), 7U);
            }
        }
    }
}

}  // namespace
}  // namespace greeninfer::scorer
