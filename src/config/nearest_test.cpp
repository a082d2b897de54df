#include "config/nearest.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace greeninfer::config {
namespace {

TEST(EditDistance, CountsSingleMistakes) {
    EXPECT_EQ(edit_distance("listen", "listen"), 0u);
    EXPECT_EQ(edit_distance("listn", "listen"), 1u);
    EXPECT_EQ(edit_distance("listten", "listen"), 1u);
    EXPECT_EQ(edit_distance("lusten", "listen"), 1u);
    EXPECT_EQ(edit_distance("litsen", "listen"), 1u);
    EXPECT_EQ(edit_distance("", "listen"), 6u);
}

TEST(EditDistance, IsSymmetricAndBoundedByTheLongerText) {
    rc::check([](const std::string& a, const std::string& b) {
        RC_ASSERT(edit_distance(a, b) == edit_distance(b, a));
        RC_ASSERT(edit_distance(a, b) <= std::max(a.size(), b.size()));
        RC_ASSERT((edit_distance(a, b) == 0) == (a == b));
    });
}

TEST(Nearest, FindsWhatCanHaveBeenMeant) {
    const std::vector<std::string> known = {"listen", "max_body", "max_header", "tls"};
    EXPECT_EQ(nearest("max_bdoy", known), "max_body");
    EXPECT_EQ(nearest("maxbody", known), "max_body");
    EXPECT_EQ(nearest("max_headers", known), "max_header");
    EXPECT_EQ(nearest("Listen", known), "listen");
    EXPECT_EQ(nearest("tsl", known), "tls");
}

TEST(Nearest, IsSilentRatherThanSilly) {
    const std::vector<std::string> known = {"listen", "max_body", "tls"};
    EXPECT_EQ(nearest("retries", known), std::nullopt);
    EXPECT_EQ(nearest("", known), std::nullopt);
    EXPECT_EQ(nearest(std::string(1'000'000, 'x'), known), std::nullopt);
    EXPECT_EQ(nearest("listen", {}), std::nullopt);
}

}  // namespace
}  // namespace greeninfer::config
