#include "telemetry/label_text.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <vector>

namespace greeninfer::telemetry {
namespace {

TEST(LabelText, ReplacesWhatIsNoCharacterAndNothingElse) {
    struct Row {
        std::string_view name;
        std::string_view text;
        std::string_view repaired;
    };
    const std::vector<Row> rows = {
        {"ASCII with quotes and newlines", "a\"b\\c\n\x7F", "a\"b\\c\n\x7F"},
        {"two, three and four bytes", "\u00E9\u20AC\U0001F331", "\u00E9\u20AC\U0001F331"},
        {"a lone continuation byte", "a\x80z", "a\uFFFDz"},
        {"cut off", "a\xE2\x82", "a\uFFFD\uFFFD"},
        {"overlong slash", "\xC0\xAF", "\uFFFD\uFFFD"},
        {"a surrogate", "\xED\xA0\x80", "\uFFFD\uFFFD\uFFFD"},
        {"beyond U+10FFFF", "\xF4\x90\x80\x80", "\uFFFD\uFFFD\uFFFD\uFFFD"},
        {"Latin-1", "caf\xE9", "caf\uFFFD"},
        {"empty", "", ""},
    };
    for (const Row& row : rows) {
        SCOPED_TRACE(row.name);
        EXPECT_EQ(repaired_utf8(row.text), row.repaired);
        EXPECT_EQ(is_utf8(row.text), row.text == row.repaired);
    }
}

RC_GTEST_PROP(LabelTextProperty, WhateverComesOutIsUtf8AndStaysAsItIs, (const std::string& text)) {
    const std::string repaired = repaired_utf8(text);
    RC_ASSERT(is_utf8(repaired));
    RC_ASSERT(repaired_utf8(repaired) == repaired);
    if (is_utf8(text)) RC_ASSERT(repaired == text);
}

}  // namespace
}  // namespace greeninfer::telemetry
