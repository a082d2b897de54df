#include "scorer/marks.hpp"

#include <gtest/gtest.h>

#include "scorer/text_for_test.hpp"

namespace greeninfer::scorer {
namespace {

TEST(Marks, CountsListsAndOptions) {
    const Marks marks = marks_of(plain_of("Which?\n1. one\n2) two\n- three\n* four\nA. x\n(B) y\nc) z\nKappa."));
    EXPECT_EQ(marks.list_items, 4U);
    EXPECT_EQ(marks.options, 3U);
    EXPECT_EQ(marks.lines, 9U);
    EXPECT_EQ(marks.questions, 1U);
}

TEST(Marks, SeesCode) {
    EXPECT_GE(marks_of(plain_of("```c\nint main() { return a == b && p->q; }\n```")).code, 6U);
    EXPECT_EQ(marks_of(plain_of("A plain sentence (with an aside), nothing else.")).code, 0U);
}

TEST(Marks, SeesMaths) {
    EXPECT_GE(marks_of(plain_of("x^2 + y^2 = z^2, ∑ ≤ √2, 30°")).maths, 9U);
    EXPECT_EQ(marks_of(plain_of("No sums here, only words.")).maths, 0U);
}

TEST(Marks, CountsLettersOfEveryScript) {
    EXPECT_EQ(marks_of(plain_of("ab1 да")).letters, 4U);
    EXPECT_EQ(marks_of(plain_of("证明素数")).letters, 10U) << "a sign says as much as two and a half letters";
    const Marks mixed = marks_of(plain_of("abc да证"));
    EXPECT_EQ(mixed.latin, 3U);
    EXPECT_EQ(mixed.all_letters, 6U);
}

TEST(Marks, CountsSentencesOnlyAtTheirEnd) {
    EXPECT_EQ(marks_of(plain_of("Pi is 3.14. Is it? Yes!")).sentences, 3U);
}

}  // namespace
}  // namespace greeninfer::scorer
