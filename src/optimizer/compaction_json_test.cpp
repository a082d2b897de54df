#include "optimizer/compaction_json.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <simdjson.h>

#include <string>

#include "optimizer/compaction_conversation_for_test.hpp"
#include "optimizer/compaction_json_value.hpp"

namespace greeninfer::optimizer {
namespace {

std::string compacted(std::string_view text) {
    return compact_json(text).value_or(std::string(text));
}

struct Row {
    const char* name;
    std::string text;
    std::string compacted;
};

TEST(CompactionJson, WhiteSpaceBetweenTokensGoes) {
    const Row rows[] = {
        {"the whole text", "{\n  \"name\": \"Ann\",\n  \"age\": 31\n}", R"({"name":"Ann","age":31})"},
        {"the whole text and a newline", "[\n  1.0,\n  2e5,\n  -0.50E+07\n]\n\n", "[1.0,2e5,-0.50E+07]\n\n"},
        {"a fence", "Found:\n```json\n{\n  \"name\": [ ],\n  \"more\": { }\n}\n```\nDone.",
         "Found:\n```json\n{\"name\":[],\"more\":{}}\n```\nDone."},
        {"between lines",
         "Result 1:\n{\n  \"id\": 1,\n  \"is\": true\n}\nResult 2:\n{\n  \"id\": 2,\n  \"is\": null\n}  \nend",
         "Result 1:\n{\"id\":1,\"is\":true}\nResult 2:\n{\"id\":2,\"is\":null}\nend"},
        {"one line each", "{\"time\": 1, \"text\": \"a\"}\r\n{\"time\": 2, \"text\": \"b\"}\r\n",
         "{\"time\":1,\"text\":\"a\"}\r\n{\"time\":2,\"text\":\"b\"}\r\n"},
        {"names twice, in their order", "{\"b\": 1, \"a\": 2, \"b\": 3, \"a\": 4}", R"({"b":1,"a":2,"b":3,"a":4})"},
        {"strings as they are", R"({ "a  b": "c \u00e9 \/ \" { [ , :  \n", "d": "é  \\" })",
         R"({"a  b":"c \u00e9 \/ \" { [ , :  \n","d":"é  \\"})"},
        {"numbers as they are", "[ 1e400, 123456789012345678901234567890, -0, 1.10 ]",
         "[1e400,123456789012345678901234567890,-0,1.10]"},
        {"behind broken JSON",
         "[INFO] started\n{\"a\": 1, \"b\":\n{\n  \"name\": \"Ann\",\n  \"x\": 1\n}\n}\n[\n  \"more\",  \"and "
         "more\"\n]",
         "[INFO] started\n{\"a\":1,\"b\":{\"name\":\"Ann\",\"x\":1}}\n[\"more\",\"and more\"]"},
    };
    for (const Row& row : rows) {
        SCOPED_TRACE(row.name);
        EXPECT_EQ(compacted(row.text), row.compacted);
    }
}

TEST(CompactionJson, WhatIsNotStrictJsonStays) {
    const Row rows[] = {
        {"a comma too many", "{\n  \"name\": \"Ann\",\n}\n", ""},
        {"single quotes", "{\n  'name': 'Ann',  'age': 31\n}\n", ""},
        {"a comment", "{\n  \"name\": \"Ann\"  // her name\n}\n", ""},
        {"words of Python", "{\n  \"is\": True,  \"was\": None\n}\n", ""},
        {"NaN", "{\n  \"value\": NaN,  \"other\": 1\n}\n", ""},
        {"a leading zero", "[\n  01,  02,  03,  04,  05\n]\n", ""},
        {"a plus sign", "[\n  +1,  +2,  +3,  +4,  +5\n]\n", ""},
        {"a number that ends with its point", "[\n  1.,  2.,  3.,  4.,  5.\n]\n", ""},
        {"an escape that is none", "{ \"name\":  \"\\x41nn\" , \"a\" : 1 }\n", ""},
        {"three digits", "{ \"name\":  \"\\u12\" , \"a\" : 1 }\n", ""},
        {"a newline in a string", "{ \"name\":  \"An\nn\" , \"a\" : 1 }\n", ""},
        {"no end", "{\n  \"name\": \"Ann\",\n  \"age\": 31\n", ""},
        {"text behind it", "{\n  \"name\": \"Ann\",\n  \"age\": 31\n} and so on\n", ""},
        {"text before it", "Result: {  \"name\": \"Ann\",  \"age\": 31 }\n", ""},
        {"a fence of another language", "```python\n{\n  \"name\": \"Ann\",  \"age\": 31\n}\n```\n", ""},
        {"a fence behind a bracket", "[\n```js\n{\n  \"name\": \"Ann\",  \"age\": 31\n}\n```\n", ""},
        {"a box to tick", "[ ]\n[x]\n", ""},
        {"a link", "[the manual of the program](address  of it)\n", ""},
        {"two commas", "[ 1, , 2, 3, 4, 5, 6, 7, 8 ]", ""},
        {"no comma", "[ 1 2 3 4 5 6 7 8 9 10 11 ]", ""},
        {"a key without a value", "{ \"name\", \"age\" : 31, \"x\" : 1 }", ""},
        {"the wrong bracket", "{ \"name\": [ 1, 2, 3, 4 } ]", ""},
        {"nothing", "", ""},
    };
    for (const Row& row : rows) {
        SCOPED_TRACE(row.name);
        EXPECT_EQ(compacted(row.text), row.text);
    }
}

TEST(CompactionJson, DeepNestingIsNoReasonToFall) {
    const std::string deep = std::string(100'000, '[') + std::string(100'000, ']');
    EXPECT_EQ(compacted(deep + "\n[\n  1,  2,  3,  4,  5\n]"), deep + "\n[1,2,3,4,5]");
    const std::string fits = std::string(500, '[') + " " + std::string(500, ']');
    EXPECT_EQ(compacted(fits), std::string(500, '[') + std::string(500, ']'));
}

std::string arbitrary_blanks() {
    return *rc::gen::container<std::string>(rc::gen::elementOf(std::string(" \n\t\r")));
}

std::string arbitrary_json(int depth) {
    const std::size_t kind = number_for_test(0, depth > 0 ? 6 : 4);
    if (kind < 4) {
        return *rc::gen::element<std::string>("0", "-1.50e+3", "true", "null", R"("a  b\u00e9\"")", R"("")",
                                              "12345678901234567890");
    }
    std::string json(1, kind == 4 ? '[' : '{');
    const std::size_t count = number_for_test(0, 4);
    for (std::size_t index = 0; index < count; ++index) {
        if (index > 0) json += ',';
        json += arbitrary_blanks();
        if (kind == 5) json += "\"key\"" + arbitrary_blanks() + ':' + arbitrary_blanks();
        json += arbitrary_json(depth - 1) + arbitrary_blanks();
    }
    return json + arbitrary_blanks() + (kind == 4 ? ']' : '}');
}

TEST(CompactionJson, TokensAreThoseThatAnotherProgramSees) {
    EXPECT_TRUE(rc::check([] {
        const std::string json = '[' + arbitrary_json(3) + ']';
        std::string expected(json.size(), '\0');
        std::size_t size_bytes = 0;
        RC_ASSERT(simdjson::minify(json.data(), json.size(), expected.data(), size_bytes) == simdjson::SUCCESS);
        expected.resize(size_bytes);
        std::string out;
        const CopiedJson copied = copy_compact_json(json + "\nmore", out);
        RC_ASSERT(copied.valid);
        RC_ASSERT(copied.end == json.size());
        RC_ASSERT(out == expected);
    }));
}

TEST(CompactionJson, ACutOrChangedTextIsReadAsAnotherProgramReadsIt) {
    EXPECT_TRUE(rc::check([] {
        std::string json = '[' + arbitrary_json(3) + ']';
        const auto at = *rc::gen::inRange<std::size_t>(1, json.size());
        json[at] = *rc::gen::elementOf(std::string("[]{},:\"\\ 0e.-tn"));
        std::string out;
        const CopiedJson copied = copy_compact_json(json, out);
        simdjson::dom::parser parser;
        simdjson::dom::element element;
        const auto error = parser.parse(json).get(element);
        const bool whole = copied.valid && json.find_first_not_of(" \n\t\r", copied.end) == std::string::npos;
        // The other program also refuses numbers that it cannot hold.
        if (error != simdjson::NUMBER_ERROR) RC_ASSERT(whole == !error);
    }));
}

}  // namespace
}  // namespace greeninfer::optimizer
