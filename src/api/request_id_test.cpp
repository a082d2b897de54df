#include "api/request_id.hpp"

#include <gtest/gtest.h>

namespace greeninfer::api {
namespace {

std::string id_of(const std::vector<std::pair<std::string, std::string>>& fields) {
    std::mt19937_64 random(1);
    net::RequestHead head;
    for (const auto& [name, value] : fields) head.fields.add(name, value);
    return request_id_of(head, random);
}

bool is_new(const std::string& id) {
    return id.size() == 36 && id.starts_with("req_") && id.find_first_not_of("0123456789abcdef", 4) == id.npos;
}

TEST(RequestId, TheClientsOwnIsTaken) {
    EXPECT_EQ(id_of({{"X-Request-Id", "abc-1.2_3:4"}}), "abc-1.2_3:4");
    EXPECT_EQ(id_of({{"x-client-request-id", "one"}}), "one");
    EXPECT_EQ(id_of({{"x-request-id", "two"}, {"x-client-request-id", "one"}}), "one");
    EXPECT_EQ(id_of({{"x-client-request-id", "not ok"}, {"x-request-id", "two"}}), "two");
    EXPECT_EQ(id_of({{"x-request-id", std::string(128, 'a')}}), std::string(128, 'a'));
}

TEST(RequestId, WhatCouldDoHarmIsReplaced) {
    for (const std::string& id :
         {std::string(), std::string(129, 'a'), std::string("a b"), std::string("a\"b"), std::string("a\nb"),
          std::string("\xC3\xA9"), std::string("{}"), std::string("a\0b", 3)}) {
        SCOPED_TRACE(id);
        EXPECT_TRUE(is_new(id_of({{"x-request-id", id}})));
    }
    EXPECT_TRUE(is_new(id_of({})));
}

TEST(RequestId, NewOnesDiffer) {
    std::mt19937_64 random(1);
    const net::RequestHead head;
    EXPECT_NE(request_id_of(head, random), request_id_of(head, random));
}

}  // namespace
}  // namespace greeninfer::api
