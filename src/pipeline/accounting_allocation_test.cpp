// Counts every allocation of this test program's own threads, to prove that accounting for energy makes none.
// Not under the sanitizers, whose own operators new cannot be replaced as a whole.
#if !__has_feature(thread_sanitizer) && !__has_feature(address_sanitizer)
#include <gtest/gtest.h>

#include <cstdlib>
#include <new>

#include "pipeline/accounting_for_test.hpp"

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

namespace greeninfer::pipeline {
namespace {

TEST(AccountingAllocation, HappensOnlyWhenLabelsAreNew) {
    AccountedRequest request;
    const std::uint64_t before = allocations;
    request.account();
    const std::uint64_t after_first = allocations;
    EXPECT_GT(after_first, before) << "the counting itself must work";
    for (int i = 0; i < 1000; ++i) request.account();
    EXPECT_EQ(allocations, after_first);
}

}  // namespace
}  // namespace greeninfer::pipeline
#endif
