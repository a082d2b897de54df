#include "wire/token_list.hpp"

#include <gtest/gtest.h>

namespace greeninfer::wire {
namespace {

Result<std::uint64_t> count(std::string answer) {
    return read_token_count(PaddedView::of(answer));
}

TEST(TokenList, AsksForTheTextAlone) {
    std::string body;
    append_tokenize_body("say \"hi\"\n", body);
    EXPECT_EQ(body, R"({"content":"say \"hi\"\n","add_special":false})");
}

TEST(TokenList, CountsWhateverATokenIs) {
    EXPECT_EQ(count(R"({"tokens":[1,2,3]})").value(), 3U);
    EXPECT_EQ(count(R"({"tokens":[]})").value(), 0U);
    EXPECT_EQ(count(R"({"model":"m","tokens":[{"id":1,"piece":"a"},{"id":2,"piece":[195]}]})").value(), 2U);
}

TEST(TokenList, WhatIsNoListIsAFailure) {
    for (const char* answer : {"", "not json", "{}", R"({"tokens":3})", R"({"tokens":[1)", R"([1,2])"}) {
        SCOPED_TRACE(answer);
        const auto counted = count(answer);
        ASSERT_FALSE(counted.has_value());
        EXPECT_EQ(counted.error().fault, Fault::upstream_failed);
    }
}

TEST(TokenList, NumbersAreReadAsVllmWritesThem) {
    std::string answer = R"({"count":3,"max_model_len":4096,"tokens":[1,4294967295,0],"token_strs":null})";
    EXPECT_EQ(read_tokens(PaddedView::of(answer)).value(), (std::vector<std::uint32_t>{1, 4294967295, 0}));
}

TEST(TokenList, WhatIsNoListOfNumbersIsAFailure) {
    for (std::string answer : {"", "null", "[1]", "{}", R"({"tokens":null})", R"({"tokens":[]})", R"({"tokens":["a"]})",
                               R"({"tokens":[-1]})", R"({"tokens":[1.5]})", R"({"tokens":[4294967296]})",
                               R"({"tokens":[null]})", R"({"tokens":[1)"}) {
        SCOPED_TRACE(answer);
        const auto tokens = read_tokens(PaddedView::of(answer));
        ASSERT_FALSE(tokens.has_value());
        EXPECT_EQ(tokens.error().fault, Fault::upstream_failed);
    }
}

}  // namespace
}  // namespace greeninfer::wire
