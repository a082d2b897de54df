#include "pipeline/base64url.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace greeninfer::pipeline {
namespace {

// RFC 4648, section 10, in the alphabet of section 5 and without padding.
TEST(Base64Url, WritesTheVectorsOfItsSpecification) {
    const std::vector<std::pair<std::string, std::string>> vectors = {
        {"", ""},           {"f", "Zg"},          {"fo", "Zm8"},          {"foo", "Zm9v"},
        {"foob", "Zm9vYg"}, {"fooba", "Zm9vYmE"}, {"foobar", "Zm9vYmFy"}, {"\xfb\xff", "-_8"}};
    for (const auto& [bytes, text] : vectors) {
        EXPECT_EQ(base64url(bytes), text);
        EXPECT_EQ(from_base64url(text), bytes);
    }
}

TEST(Base64Url, EveryTextHasOneForm) {
    for (const char* text : {"Z", "Zg=", "Zh", "Zm9vYg ", "Zm+v", "Zm/v", "Zm9vY", "\xc3\xa9"})
        EXPECT_FALSE(from_base64url(text)) << text;
}

RC_GTEST_PROP(Base64Url, BringsEveryBytesBack, (const std::string& bytes)) {
    RC_ASSERT(from_base64url(base64url(bytes)) == bytes);
}

}  // namespace
}  // namespace greeninfer::pipeline
