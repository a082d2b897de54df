#include "wire/preview_reply.hpp"

#include <gtest/gtest.h>

namespace greeninfer::wire {
namespace {

constexpr std::string_view kObject = R"({"summary":["One.","Two."],"outline":["a","b\u00e9"]})";

TEST(PreviewReply, IsFoundAloneAndInProse) {
    for (const std::string& answer :
         {std::string(kObject), "Sure! Here it is:\n```json\n" + std::string(kObject) + "\n```"}) {
        const auto raw = read_preview(answer);
        ASSERT_TRUE(raw) << answer;
        EXPECT_EQ(raw->summary, (std::vector<std::string>{"One.", "Two."}));
        EXPECT_EQ(raw->outline, (std::vector<std::string>{"a", "bé"}));
    }
}

TEST(PreviewReply, ASummaryInOneStringIsSplitIntoSentences) {
    const auto raw = read_preview(R"({"summary":"One is so. Two is not!","outline":[]})");
    ASSERT_TRUE(raw);
    EXPECT_EQ(raw->summary, (std::vector<std::string>{"One is so.", "Two is not!"}));
}

TEST(PreviewReply, WhatALimitOfTokensCutsOffKeepsItsWholePoints) {
    for (const char* end : {R"(,"b\\")", R"(,"b\\","c)", R"(,"b\\", )", R"(,"b\\","c\")", R"(,"b\\"])"}) {
        const auto raw = read_preview(std::string(R"(Well: {"summary": ["One.","Two."],"outline": ["a [{\"")") + end);
        ASSERT_TRUE(raw) << end;
        EXPECT_EQ(raw->summary, (std::vector<std::string>{"One.", "Two."}));
        EXPECT_EQ(raw->outline, (std::vector<std::string>{"a [{\"", "b\\"})) << end;
    }
}

TEST(PreviewReply, WhatIsSomethingElseIsNone) {
    for (const char* answer :
         {"", "No.", "{", "}{", "[]", R"({"summary":[1,2],"outline":["a"]})", R"({"summary":["One."]})",
          R"({"summary":["One.","Two."],"outline":"a"})", R"({"summary":null,"outline":[]})",
          R"({"summary":["One.","Two.","outline":["a")", R"({"summary":["One.","Two.)", R"({"summary":["One.","Two."])",
          R"({"summary":["One.","Two."],"outline":[)", R"({"summary":["One.","Two."],"outline":["a)",
          R"({"summary":["a"],"outline":[{"x":1}]})", R"({]"a")", R"({"summary":["a"],"outline":[["a")"}) {
        EXPECT_FALSE(read_preview(answer)) << answer;
    }
    std::string many = R"({"summary":["One.","Two."],"outline":["a")";
    for (int i = 0; i < 100; ++i) many += R"(,"a")";
    EXPECT_FALSE(read_preview(many + "]}"));
    EXPECT_FALSE(read_preview(std::string(100'000, ' ') + std::string(kObject)));
}

}  // namespace
}  // namespace greeninfer::wire
