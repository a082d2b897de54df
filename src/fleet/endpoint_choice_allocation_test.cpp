// Counts every allocation of this test program's own threads, to prove that choosing an endpoint makes none. Not under
// the thread sanitizer, which has an operator new of its own that cannot be replaced.
#if !__has_feature(thread_sanitizer) && !__has_feature(address_sanitizer)
#include <gtest/gtest.h>

#include <cstdlib>
#include <new>

#include "fleet/green_for_test.hpp"

namespace {
thread_local std::uint64_t allocations = 0;
}

void* operator new(std::size_t size) {
    ++allocations;
    if (void* memory = std::malloc(size)) return memory;
    throw std::bad_alloc();
}
void operator delete(void* memory) noexcept {
    std::free(memory);
}
void operator delete(void* memory, std::size_t) noexcept {
    std::free(memory);
}

namespace greeninfer::fleet {
namespace {

TEST(EndpointChoiceAllocation, DoesNotHappenWithUpTo64Endpoints) {
    const std::uint64_t at_first = allocations;
    std::vector<GreenFleet::Zone> zones;
    for (int i = 0; i < 64; ++i) zones.push_back({20.0 + 12 * i, 40.0 + i});
    const GreenFleet fleet(zones);
    EXPECT_GT(allocations, at_first) << "the counting itself must work";
    for (const GreenPriority priority : {GreenPriority::low_carbon, GreenPriority::balanced, GreenPriority::latency}) {
        const GreenSettings settings{.enabled = true, .priority = priority, .threshold_gco2 = 500};
        EXPECT_TRUE(fleet.choose(settings));  // The first one makes the snapshot.
        const std::uint64_t before = allocations;
        for (std::uint64_t turn = 0; turn < 100; ++turn) EXPECT_TRUE(fleet.choose(settings, {}, turn));
        EXPECT_EQ(allocations, before);
    }
}

}  // namespace
}  // namespace greeninfer::fleet
#endif
