#include "wire/json_text.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "wire/json_tree_for_test.hpp"
#include "wire/json_writer.hpp"

namespace greeninfer::wire {
namespace {

struct Row {
    const char* name;
    std::string_view inside;
    bool valid;
    std::string_view meaning;
};

const Row kRows[] = {
    {"plain", "abc", true, "abc"},
    {"empty", "", true, ""},
    {"letters", R"(\"\\\/\b\f\n\r\t)", true, "\"\\/\b\f\n\r\t"},
    {"two byte character", R"(\u00e9)", true, "é"},
    {"three byte character", R"(\u20AC)", true, "€"},
    {"surrogate pair", R"(\ud83d\ude00!)", true, "😀!"},
    {"null character", R"(\u0000)", true, std::string_view("\0", 1)},
    {"lone high surrogate", R"(\ud83d)", false, "ud83d"},
    {"high surrogate before other escape", R"(\ud83d\n)", false, "ud83d\n"},
    {"lone low surrogate", R"(\ude00)", false, "ude00"},
    {"unknown letter", R"(\x41)", false, "x41"},
    {"three digits", R"(\u12)", false, "u12"},
    {"sign among digits", R"(\u-123)", false, "u-123"},
    {"ends with backslash", "a\\", false, "a"},
};

TEST(JsonText, Escapes) {
    for (const Row& row : kRows) {
        SCOPED_TRACE(row.name);
        std::string out;
        append_unescaped(row.inside, out);
        EXPECT_EQ(escapes_are_valid(row.inside), row.valid);
        EXPECT_EQ(out, row.meaning);
    }
}

TEST(JsonText, UnescapingUndoesWriting) {
    EXPECT_TRUE(rc::check([] {
        const std::string text = arbitrary_text();
        std::string json;
        append_json_string(text, json);
        std::string out;
        append_unescaped(std::string_view(json).substr(1, json.size() - 2), out);
        RC_ASSERT(out == text);
    }));
}

}  // namespace
}  // namespace greeninfer::wire
