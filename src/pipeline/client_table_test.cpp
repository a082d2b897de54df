#include "pipeline/client_table.hpp"

#include <gtest/gtest.h>
#include <openssl/sha.h>

namespace greeninfer::pipeline {
namespace {

ClientSettings client_with_key(std::string name, std::string_view key) {
    ClientSettings client{.name = std::move(name)};
    SHA256(reinterpret_cast<const unsigned char*>(key.data()), key.size(), client.key_sha256.data());
    return client;
}

TEST(ClientTable, FindsTheClientOfAKey) {
    const ClientTable table({client_with_key("first", "sk-one"), client_with_key("second", "sk-two")}, {});
    ASSERT_NE(table.find("sk-two"), nullptr);
    EXPECT_EQ(table.find("sk-two")->settings.name, "second");
    EXPECT_EQ(table.find("sk-one")->settings.name, "first");
}

TEST(ClientTable, AnUnknownEmptyOrShortenedKeyIsNobodys) {
    const ClientTable table({client_with_key("first", "sk-one")}, {});
    for (const std::string_view key : {"", "sk-on", "sk-one ", "SK-ONE"}) {
        SCOPED_TRACE(key);
        EXPECT_EQ(table.find(key), nullptr);
    }
}

}  // namespace
}  // namespace greeninfer::pipeline
