#include "net/header_fields.hpp"

#include <gtest/gtest.h>

namespace greeninfer::net {
namespace {

HeaderFields three_fields() {
    HeaderFields fields;
    fields.add("Content-Type", "application/json");
    fields.add("X-Empty", "");
    fields.add("content-type", "second");
    return fields;
}

TEST(HeaderFields, FindsTheFirstFieldWhateverItsCase) {
    const HeaderFields fields = three_fields();
    EXPECT_EQ(fields.find("CONTENT-TYPE"), "application/json");
    EXPECT_EQ(fields.find("x-empty"), "") << "an empty value is a value";
    EXPECT_EQ(fields.find("content-typ"), std::nullopt);
}

TEST(HeaderFields, KeepsOrderAndSpelling) {
    const HeaderFields fields = three_fields();
    ASSERT_EQ(fields.size(), 3U);
    EXPECT_EQ(fields[0].name, "Content-Type");
    EXPECT_EQ(fields[2].value, "second");
}

TEST(HeaderFields, RemovesEveryFieldOfAName) {
    HeaderFields fields = three_fields();
    fields.remove("Content-type");
    ASSERT_EQ(fields.size(), 1U);
    EXPECT_EQ(fields[0].name, "X-Empty");
    EXPECT_EQ(fields.find("content-type"), std::nullopt);
}

TEST(HeaderFields, ClearForgetsAll) {
    HeaderFields fields = three_fields();
    fields.clear();
    EXPECT_EQ(fields.size(), 0U);
    fields.add("a", "b");
    EXPECT_EQ(fields.find("a"), "b");
}

TEST(HeaderFields, NamesDifferOnlyByAsciiCase) {
    EXPECT_TRUE(same_name("X-ab", "x-AB"));
    EXPECT_FALSE(same_name("x-ab", "x-a"));
    EXPECT_FALSE(same_name("[", "{")) << "only letters have a case";
}

TEST(HeaderFields, ListHasWholeTokens) {
    const struct {
        const char* list;
        bool expected;
    } rows[] = {
        {"close", true},   {"keep-alive, close", true}, {"keep-alive ,\tCLOSE ", true},
        {"closed", false}, {"keep-alive", false},       {"", false},
        {",,close", true}, {"not close", false},
    };
    for (const auto& row : rows) {
        SCOPED_TRACE(row.list);
        EXPECT_EQ(list_has(row.list, "close"), row.expected);
    }
}

}  // namespace
}  // namespace greeninfer::net
