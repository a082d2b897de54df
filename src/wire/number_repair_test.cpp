#include "wire/number_repair.hpp"

#include <gtest/gtest.h>

#include "wire/cuts_for_test.hpp"

namespace greeninfer::wire {
namespace {

struct Row {
    std::string_view name;
    std::string_view before;
    std::string_view after;
};

TEST(NumberRepair, ReplacesWhatIsNoNumber) {
    const std::vector<Row> rows = {
        {"untouched", R"({"a":-1.5e3,"b":[true,false,null]})", R"({"a":-1.5e3,"b":[true,false,null]})"},
        {"not a number", R"({"logprob":NaN})", R"({"logprob":null})"},
        {"signed", R"([-Infinity,Infinity, -NaN ])", R"([null,null, null ])"},
        {"inside a string", R"({"content":"NaN and \"Infinity\""})", R"({"content":"NaN and \"Infinity\""})"},
        {"a backslash at the end of a string", R"({"a":"\\","b":NaN})", R"({"a":"\\","b":null})"},
        {"a longer word", "[NaNa,Infinityx]", "[NaNa,Infinityx]"},
        {"a quote mark in a comment", ": it\" is\n\ndata: {\"l\":NaN}\n\n", ": it\" is\n\ndata: {\"l\":null}\n\n"},
        {"at the end", "NaN", "null"},
    };
    for (const Row& row : rows) {
        SCOPED_TRACE(row.name);
        EXPECT_EQ(with_repaired_numbers(row.before), row.after);
    }
}

TEST(NumberRepair, DoesTheSameHoweverTheNetworkCutIt) {
    const std::string_view bytes = R"(data: {"l":-Infinity,"t":"NaN\"","m":NaN,"n":-1})";
    const std::string whole = with_repaired_numbers(bytes);
    rc::check([&] {
        NumberRepair repair;
        std::string out;
        for (const std::string& read : cut_arbitrarily(bytes)) repair.feed(read, out);
        repair.finish(out);
        RC_ASSERT(out == whole);
    });
}

TEST(NumberRepair, LeavesJsonAlone) {
    rc::check([](const std::string& text) {
        std::string json = "{\"a\":\"";
        for (const char byte : text) {
            if (byte == '"' || byte == '\\') json += '\\';
            if (byte != '\n') json += byte;
        }
        json += "\"}";
        RC_ASSERT(with_repaired_numbers(json) == json);
    });
}

}  // namespace
}  // namespace greeninfer::wire
