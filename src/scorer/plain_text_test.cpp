#include "scorer/plain_text.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "scorer/text_for_test.hpp"

namespace greeninfer::scorer {
namespace {

TEST(PlainText, MakesTheSameWordTheSameInEverySpelling) {
    struct Row {
        const char* name;
        std::string_view text;
        std::u32string_view plain;
    };
    const Row rows[]{
        {"case", "Prove IT", U"prove it"},
        {"accents", "Démontre ÀÉÎÕÜ ñ ş Ż ơ", U"demontre aeiou n s z o"},
        {"combining accent", "e\xcc\x81t\xc3\xa9", U"ete"},
        {"opening marks", "¿Qué? ¡Sí!", U"que? si!"},
        {"Greek and Cyrillic", "ΑΘΉΝΑ ЁЖ", U"αθηνα еж"},
        {"Arabic digits and marks", "٤٢؟", U"42?"},
        {"full width", "ＡＢ１！　ｃ", U"ab1! c"},
        {"typographic quotes", "it’s “so”…", U"it's \"so\"."},
        {"white space", "a \t b\r\n\n  c", U"a b\nc"},
        {"blank", " \n\t ", U""},
        {"joiners and marks of direction",
         "a\xe2\x80\x8d"
         "b\xef\xbb\xbf",
         U"ab"},
        {"emoji stay", "ok 😀", U"ok 😀"},
    };
    for (const Row& row : rows) {
        SCOPED_TRACE(row.name);
        std::u32string plain = plain_of(row.text);
        while (plain.ends_with(U' ') || plain.ends_with(U'\n')) plain.pop_back();
        EXPECT_EQ(plain, row.plain);
    }
}

TEST(PlainText, ReplacesEachByteThatIsNoUtf8) {
    struct Row {
        const char* name;
        std::string_view text;
        std::u32string_view plain;
    };
    const Row rows[]{
        {"lone continuation", "a\x80z", U"a\xFFFDz"},
        {"cut off at the end", "a\xe2\x82", U"a\xFFFD\xFFFD"},
        {"overlong", "\xc0\xaf", U"\xFFFD\xFFFD"},
        {"overlong in three", "\xe0\x80\xaf", U"\xFFFD\xFFFD\xFFFD"},
        {"surrogate", "\xed\xa0\x80", U"\xFFFD\xFFFD\xFFFD"},
        {"above the last code point", "\xf4\x90\x80\x80", U"\xFFFD\xFFFD\xFFFD\xFFFD"},
        {"never a first byte", "\xff\xfe", U"\xFFFD\xFFFD"},
    };
    for (const Row& row : rows) {
        SCOPED_TRACE(row.name);
        EXPECT_EQ(plain_of(row.text), row.plain);
    }
}

TEST(PlainText, ReadsTheFirstAndLastHalfOfALongText) {
    PlainText plain;
    const std::string text = std::string(1000, 'a') + std::string(1000, 'z');
    plain.append(text, 20);
    EXPECT_EQ(plain.points, U"aaaaaaaaaa\nzzzzzzzzzz");
    EXPECT_EQ(plain.bytes_read, 20U);
    EXPECT_EQ(plain.bytes_whole, 2000U);
}

TEST(PlainText, SeparatesTextsByALineBreak) {
    PlainText plain;
    plain.append("one", 100);
    plain.append("two", 100);
    EXPECT_EQ(plain.points, U"one\ntwo");
}

TEST(PlainText, IsNeverLongerThanItsBytes) {
    rc::check("any bytes", [](const std::string& bytes) { RC_ASSERT(plain_of(bytes).size() <= bytes.size()); });
}

}  // namespace
}  // namespace greeninfer::scorer
