#include "net/input_buffer.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <string>

namespace greeninfer::net {
namespace {

void put(InputBuffer& buffer, std::string_view bytes) {
    const auto space = buffer.space();
    ASSERT_GE(space.size(), bytes.size());
    std::ranges::copy(bytes, space.begin());
    buffer.commit(bytes.size());
}

TEST(InputBuffer, GivesBackWhatCameIn) {
    InputBuffer buffer(8);
    put(buffer, "abcdef");
    EXPECT_EQ(buffer.readable(), "abcdef");
    buffer.consume(4);
    EXPECT_EQ(buffer.readable(), "ef");
    EXPECT_EQ(buffer.space().size(), 2U) << "the room in front is used only when the end is reached";
    put(buffer, "gh");
    EXPECT_EQ(buffer.space().size(), 4U);
    EXPECT_EQ(buffer.readable(), "efgh");
}

TEST(InputBuffer, IsFullAndGrows) {
    InputBuffer buffer(4);
    put(buffer, "abcd");
    EXPECT_TRUE(buffer.space().empty());
    buffer.grow(3);
    EXPECT_EQ(buffer.capacity(), 4U) << "it never shrinks";
    buffer.consume(1);
    buffer.grow(8);
    EXPECT_EQ(buffer.readable(), "bcd");
    EXPECT_EQ(buffer.space().size(), 5U);
}

TEST(InputBuffer, IsAQueueWhateverTheSizes) {
    rc::check("what comes out is what went in", [] {
        InputBuffer buffer(*rc::gen::inRange<std::size_t>(1, 32));
        std::string expected;
        char next = 'a';
        for (const int step : *rc::gen::container<std::vector<int>>(rc::gen::inRange(0, 40))) {
            if (step < 18) {
                const auto space = buffer.space();
                const std::size_t bytes = std::min<std::size_t>(static_cast<std::size_t>(step), space.size());
                for (std::size_t i = 0; i < bytes; ++i) expected.push_back(space[i] = next++ % 127);
                buffer.commit(bytes);
            } else if (step < 36) {
                const std::size_t bytes = std::min<std::size_t>(static_cast<std::size_t>(step) - 18, expected.size());
                buffer.consume(bytes);
                expected.erase(0, bytes);
            } else {
                buffer.grow(buffer.capacity() + static_cast<std::size_t>(step) - 36);
            }
            RC_ASSERT(buffer.readable() == expected);
            RC_ASSERT(buffer.empty() == expected.empty());
        }
    });
}

}  // namespace
}  // namespace greeninfer::net
