#include "net/transport.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace greeninfer::net {
namespace {

std::string joined(std::span<const std::string_view> pieces) {
    std::string all;
    for (const std::string_view piece : pieces) all += piece;
    return all;
}

TEST(Transport, DropFrontLeavesTheRestInOrder) {
    const std::vector<std::string_view> pieces = {"head", "", "body", "x"};
    const std::string all = joined(pieces);
    EXPECT_EQ(total_size(pieces), all.size());
    for (std::size_t sent = 0; sent <= all.size(); ++sent) {
        SCOPED_TRACE(sent);
        PieceStorage storage;
        const auto left = drop_front(pieces, sent, storage);
        EXPECT_EQ(joined(left), all.substr(sent));
        for (const std::string_view piece : left) EXPECT_FALSE(piece.empty());
    }
}

}  // namespace
}  // namespace greeninfer::net
