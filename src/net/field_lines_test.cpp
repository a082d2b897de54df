#include "net/field_lines.hpp"

#include <gtest/gtest.h>

#include <string>

namespace greeninfer::net {
namespace {

using namespace std::string_view_literals;

TEST(FieldLines, AreTheLinesOfTheMessage) {
    FieldLines lines;
    EXPECT_TRUE(lines.add("content-type", "text/plain"));
    EXPECT_TRUE(lines.add("authorization", "Bearer ", "key"));
    EXPECT_TRUE(lines.add("x-empty", ""));
    EXPECT_EQ(lines.text(), "content-type: text/plain\r\nauthorization: Bearer key\r\nx-empty: \r\n");
}

TEST(FieldLines, LeaveOutWhatWouldBreakTheMessageApart) {
    const struct {
        const char* name;
        std::string_view field;
        std::string_view value;
    } rows[] = {
        {"line feed in the value", "x-a", "1\nx-admin: yes"},
        {"carriage return in the value", "x-a", "1\rx-admin: yes"},
        {"both in the value", "x-a", "1\r\n\r\nHTTP/1.1 200 OK"},
        {"zero byte in the value", "x-a", "1\0002"sv},
        {"line feed in the name", "x-a\nx-admin", "yes"},
        {"zero byte in the name", "x\0a"sv, "1"},
        {"colon in the name", "x-admin: yes, x-a", "1"},
        {"no name", "", "1"},
    };
    for (const auto& row : rows) {
        SCOPED_TRACE(row.name);
        FieldLines lines;
        EXPECT_FALSE(lines.add(row.field, row.value));
        EXPECT_EQ(lines.text(), "");
    }
    FieldLines lines;
    EXPECT_FALSE(lines.add("authorization", "Bearer ", "key\r\nx-admin: yes"));
    EXPECT_FALSE(lines.add("authorization", "Bearer\n", "key"));
    EXPECT_EQ(lines.text(), "");
}

}  // namespace
}  // namespace greeninfer::net
