#include "pipeline/session_id.hpp"

#include <gtest/gtest.h>

#include "pipeline/exchange_for_test.hpp"

namespace greeninfer::pipeline {
namespace {

Result<std::optional<std::string>> id_of(const ExchangeForTest::Fields& fields, std::optional<std::string> body = {}) {
    ExchangeForTest one(nullptr, "{}", fields);
    if (body) {
        one.native();
        one.exchange.native.emplace().session_id = body;
    }
    TRY(const auto id, session_id_of(one.exchange));
    return id ? std::optional(std::string(*id)) : std::nullopt;
}

TEST(SessionId, ComesFromTheBodyOrTheHeader) {
    EXPECT_EQ(id_of({}).value(), std::nullopt);
    EXPECT_EQ(id_of({{"X-GreenInfer-Session", "s"}}).value(), "s");
    EXPECT_EQ(id_of({}, "s").value(), "s");
    EXPECT_EQ(id_of({{"x-greeninfer-session", "s"}}, "s").value(), "s");
    EXPECT_EQ(id_of({{"x-greeninfer-session", std::string(kSessionIdBytesMax, 'x')}}).value()->size(), 128u);
}

TEST(SessionId, WhatIsNoneIsRefusedByItsName) {
    for (const std::string& header :
         {std::string(129, 'x'), std::string(), std::string("a b"), std::string("\xc3\xa9")}) {
        SCOPED_TRACE(header);
        const auto id = id_of({{"x-greeninfer-session", header}});
        ASSERT_FALSE(id.has_value());
        EXPECT_EQ(id.error().fault, Fault::field_out_of_range);
        EXPECT_EQ(id.error().field, "session_id");
        EXPECT_TRUE(id.error().detail.contains("128"));
    }
    const auto two = id_of({{"x-greeninfer-session", "a"}}, "b");
    ASSERT_FALSE(two.has_value());
    EXPECT_EQ(two.error().field, "session_id");
}

}  // namespace
}  // namespace greeninfer::pipeline
