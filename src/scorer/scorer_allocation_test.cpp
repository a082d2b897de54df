// Counts every allocation of this test program's own threads, to prove that judging a prompt makes none.
// Not under the thread sanitizer, which has an operator new of its own that cannot be replaced.
#if !__has_feature(thread_sanitizer)
#include <gtest/gtest.h>

#include <cstdlib>
#include <new>

#include "scorer/scorer_for_test.hpp"

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

namespace greeninfer::scorer {
namespace {

TEST(ScorerAllocation, HappensOnlyWhileTheScratchGrows) {
    std::string longest;
    while (longest.size() < 20'000) longest += "Every word differs: w" + std::to_string(longest.size()) + "\n";
    const std::vector<Turn> turns{{Speaker::system, longest}, {Speaker::user, "short"}, {Speaker::user, longest}};
    const Prompt prompt{.turns = turns, .has_tools = true};
    const Scorer& scorer = built_in_scorer();
    Scratch scratch;
    const std::uint64_t before = allocations;
    scorer.assess(prompt, scratch);
    const std::uint64_t after_first = allocations;
    EXPECT_GT(after_first, before) << "the counting itself must work";
    for (int i = 0; i < 20; ++i) scorer.assess(prompt, scratch);
    EXPECT_EQ(allocations, after_first);
}

}  // namespace
}  // namespace greeninfer::scorer
#endif
