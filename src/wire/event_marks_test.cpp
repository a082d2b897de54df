#include "wire/event_marks.hpp"

#include <gtest/gtest.h>

#include <string>

namespace greeninfer::wire {
namespace {

struct Row {
    const char* name;
    std::string_view data;
    EventMarks marks;
};

const Row kRows[] = {
    {"text of a chat", R"("delta":{"content":"x"})", {.has_content = true}},
    {"empty delta", R"("delta" : {})", {}},
    {"text of a completion", R"("text":"x")", {.has_content = true}},
    {"empty text", R"("text": "")", {}},
    {"null usage", R"("usage": null)", {.null_usage = true}},
    {"usage", R"("usage" : {"prompt_tokens":1})", {.usage = true}},
    {"error", R"("error":{"message":"x"})", {.error = true}},
    {"null error", R"("error":null)", {}},
    {"names as text", R"("x":"usage","y":["error"],"z":"text")", {}},
    {"escaped quotes", R"("x":"\"usage\":{},\"error\":1")", {}},
    {"nothing", R"({"id":"chatcmpl-1"})", {}},
};

bool operator==(const EventMarks& a, const EventMarks& b) {
    return a.usage == b.usage && a.null_usage == b.null_usage && a.error == b.error && a.has_content == b.has_content;
}

// Wherever it lies: a name may straddle two blocks, or lie in the rest behind the last.
TEST(EventMarks, FindsMembersAtEveryOffset) {
    for (const Row& row : kRows) {
        for (std::size_t before = 0; before < 40; ++before) {
            for (const std::size_t behind : {0, 1, 7, 16, 40}) {
                SCOPED_TRACE(std::string(row.name) + " after " + std::to_string(before));
                const std::string data = std::string(before, ' ') + std::string(row.data) + std::string(behind, '}');
                EXPECT_TRUE(marks_of(data) == row.marks) << data;
            }
        }
    }
}

TEST(EventMarks, SeesNeitherNullUsageNorErrorInCutData) {
    const std::string data = R"({"choices":[],"delta":{},"usage":{"error":null},"text":""})";
    for (std::size_t size = 0; size <= data.size(); ++size) {
        const EventMarks marks = marks_of(std::string(data, 0, size));
        EXPECT_FALSE(marks.null_usage || marks.error) << size;
    }
}

}  // namespace
}  // namespace greeninfer::wire
