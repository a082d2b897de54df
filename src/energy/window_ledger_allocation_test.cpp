// Counts every allocation of this test program's own threads, to prove that metering a request makes none, and closing
// a window neither. Not under the thread sanitizer, which has an operator new of its own that cannot be replaced.
#if !__has_feature(thread_sanitizer) && !__has_feature(address_sanitizer)
#include <gtest/gtest.h>

#include <cstdlib>
#include <new>

#include "energy/window_ledger.hpp"

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

namespace greeninfer::energy {
namespace {

TEST(WindowLedgerAllocation, HappensOnlyWhenALedgerIsMade) {
    using namespace std::chrono_literals;
    const std::uint64_t at_first = allocations;
    WindowLedger ledger({.slots = 64});
    const std::uint64_t before = allocations;
    EXPECT_GT(before, at_first) << "the counting itself must work";
    Moment now{};
    std::size_t refused = 0;
    for (int window = 0; window < 50; ++window) {
        for (int request = 0; request < 70; ++request) {  // more than there are slots for
            auto ticket = ledger.begin({}, 100, now);
            refused += ticket ? 0 : 1;
            if (!ticket) continue;
            ticket->add_output(10);
            if (request % 3 != 0) ticket->finish({.prompt_tokens = 90, .output_tokens = 12}, now);
            now += 1ms;
        }
        const ClosedWindow closed = ledger.close({1'234'567, now - 1s, now});
        EXPECT_EQ(closed.shares.size(), 64U);
    }
    EXPECT_GT(refused, 0U);
    EXPECT_EQ(allocations, before);
}

}  // namespace
}  // namespace greeninfer::energy
#endif
