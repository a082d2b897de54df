#include "wire/json_writer.hpp"

#include <gtest/gtest.h>

#include <limits>

namespace greeninfer::wire {
namespace {

TEST(JsonWriter, PlacesCommas) {
    std::string out;
    JsonWriter writer(out);
    writer.begin_object().member("a", 1).key("b").begin_array().value("x").value(true).value(nullptr).begin_object();
    writer.end_object().end_array().key("c").begin_object().member("d", 2.5).end_object().member("e", -3).end_object();
    EXPECT_EQ(out, R"({"a":1,"b":["x",true,null,{}],"c":{"d":2.5},"e":-3})");
}

TEST(JsonWriter, UnknownIsAbsent) {
    std::string out;
    JsonWriter writer(out);
    writer.begin_object().member("a", std::optional<int>()).member("b", std::optional<int>(0)).end_object();
    EXPECT_EQ(out, R"({"b":0})");
}

TEST(JsonWriter, NumbersComeBackTheSame) {
    std::string out;
    JsonWriter writer(out);
    writer.begin_array().value(0.1).value(0.000756).value(1e300).value(std::numeric_limits<double>::quiet_NaN());
    writer.value(std::numeric_limits<double>::infinity()).value(std::numeric_limits<std::uint64_t>::max());
    writer.value(std::numeric_limits<std::int64_t>::min()).end_array();
    EXPECT_EQ(out, "[0.1,0.000756,1e+300,null,null,18446744073709551615,-9223372036854775808]");
}

struct Row {
    const char* name;
    std::string_view text;
    std::string_view json;
};

const Row kRows[] = {
    {"plain", "plain ü", "\"plain ü\""},
    {"quotes and backslashes", "\"\\", R"("\"\\")"},
    {"control characters", "\n\r\t\b\f\x01\x1f", R"("\n\r\t\b\f\u0001\u001f")"},
    {"stray byte", "a\xFFz", "\"a\xEF\xBF\xBDz\""},
    {"cut character", "a\xE2\x82", "\"a\xEF\xBF\xBD\xEF\xBF\xBD\""},
    {"surrogate half", "\xED\xA0\x80\"", "\"\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\\\"\""},
};

TEST(JsonWriter, Strings) {
    for (const Row& row : kRows) {
        SCOPED_TRACE(row.name);
        std::string out;
        append_json_string(row.text, out);
        EXPECT_EQ(out, row.json);
    }
}

TEST(JsonWriter, MeasuresHaveSixSignificantDigitsHoweverSmall) {
    const auto printed = [](double number) {
        std::string out;
        JsonWriter(out).measure(number);
        return out;
    };
    EXPECT_EQ(printed(82.36800000000001), "82.368");
    EXPECT_EQ(printed(0.00075636), "0.00075636");
    EXPECT_EQ(printed(1.23456789e-9), "1.23457e-09");
    EXPECT_EQ(printed(0), "0");
    EXPECT_EQ(printed(std::numeric_limits<double>::quiet_NaN()), "null");
}

}  // namespace
}  // namespace greeninfer::wire
