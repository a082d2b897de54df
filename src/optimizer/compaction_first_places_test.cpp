#include "optimizer/compaction_first_places.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <map>

namespace greeninfer::optimizer {
namespace {

TEST(CompactionFirstPlaces, TheFirstOneStays) {
    EXPECT_TRUE(rc::check([](const std::vector<std::uint64_t>& keys) {
        FirstPlaces places;
        std::map<std::uint64_t, std::uint32_t> expected;
        for (std::uint32_t line = 0; line < keys.size(); ++line) {
            places.add(keys[line] % 64 * 0x9E3779B97F4A7C15U, {line, 0});
            expected.try_emplace(keys[line] % 64 * 0x9E3779B97F4A7C15U, line);
        }
        expected.erase(0);  // stands for no key
        for (const auto& [key, line] : expected) {
            const auto found = places.find(key);
            RC_ASSERT(found.has_value());
            RC_ASSERT(found->line == line);
        }
        RC_ASSERT(!places.find(0).has_value());
        RC_ASSERT(!places.find(12345).has_value());
    }));
}

TEST(CompactionFirstPlaces, ManyAreAllFound) {
    FirstPlaces places;
    constexpr std::uint32_t kCount = 100'000;
    for (std::uint32_t line = 1; line < kCount; ++line) places.add(line * 0x9E3779B97F4A7C15U, {line, line % 3});
    std::uint32_t found = 0;
    for (std::uint32_t line = 1; line < kCount; ++line) {
        const auto place = places.find(line * 0x9E3779B97F4A7C15U);
        if (place && place->line == line && place->levels == line % 3) ++found;
    }
    EXPECT_EQ(found, kCount - 1);
}

// Keys that want the same slot: it forgets some, and looks at no more slots than it may.
TEST(CompactionFirstPlaces, KeysThatCollideAreForgotten) {
    FirstPlaces places;
    constexpr std::uint64_t kStep = 1ULL << 40U;
    for (std::uint64_t key = 1; key < 1000; ++key) places.add(key * kStep, {7, 0});
    std::size_t found = 0;
    for (std::uint64_t key = 1; key < 1000; ++key) found += places.find(key * kStep) ? 1U : 0U;
    EXPECT_GE(found, 16U);
    EXPECT_LE(found, 64U);
}

}  // namespace
}  // namespace greeninfer::optimizer
