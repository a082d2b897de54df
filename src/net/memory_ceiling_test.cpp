#include "net/memory_ceiling.hpp"

#include <gtest/gtest.h>

#include <thread>
#include <vector>

namespace greeninfer::net {
namespace {

TEST(MemoryCeiling, ALeaseGrowsUpToTheCeiling) {
    MemoryCeiling ceiling(100);
    MemoryCeiling::Lease first(ceiling);
    EXPECT_TRUE(first.grow_to(60));
    EXPECT_TRUE(first.grow_to(10)) << "smaller than it is already";
    EXPECT_EQ(ceiling.held_bytes(), 60U);
    {
        MemoryCeiling::Lease second(ceiling);
        EXPECT_FALSE(second.grow_to(41));
        EXPECT_EQ(ceiling.held_bytes(), 60U) << "a refusal takes nothing";
        EXPECT_TRUE(second.grow_to(40));
    }
    EXPECT_EQ(ceiling.held_bytes(), 60U);
    first.release();
    EXPECT_EQ(ceiling.held_bytes(), 0U);
    EXPECT_TRUE(first.grow_to(100));
}

TEST(MemoryCeiling, ALowerLimitHoldsForTheNextGrowth) {
    MemoryCeiling ceiling(100);
    MemoryCeiling::Lease lease(ceiling);
    EXPECT_TRUE(lease.grow_to(80));
    ceiling.set_limit(50);
    EXPECT_FALSE(lease.grow_to(81));
    EXPECT_EQ(ceiling.held_bytes(), 80U);
}

TEST(MemoryCeiling, IsNeverPassedByAcceptedLeasesOfManyThreads) {
    constexpr std::size_t kThreads = 4;
    MemoryCeiling ceiling(1000);
    std::atomic<std::size_t> accepted_bytes{0};
    std::atomic<bool> passed{false};
    const auto work = [&] {
        for (std::size_t i = 0; i < 5000; ++i) {
            MemoryCeiling::Lease lease(ceiling);
            const std::size_t bytes = 1 + i % 700;
            if (!lease.grow_to(bytes)) continue;
            if (accepted_bytes.fetch_add(bytes) + bytes > 1000) passed = true;
            accepted_bytes.fetch_sub(bytes);
        }
    };
    std::vector<std::jthread> threads;
    for (std::size_t i = 0; i < kThreads; ++i) threads.emplace_back(work);
    threads.clear();
    EXPECT_FALSE(passed);
    EXPECT_EQ(ceiling.held_bytes(), 0U);
}

}  // namespace
}  // namespace greeninfer::net
