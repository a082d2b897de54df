#include "telemetry/labelled.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <map>
#include <thread>

#include "telemetry/counter.hpp"

namespace greeninfer::telemetry {
namespace {

using PairCounters = Labelled<Counter, 2>;

std::map<PairCounters::Key, std::uint64_t> contents(const PairCounters& counters) {
    std::map<PairCounters::Key, std::uint64_t> found;
    counters.for_each([&](const auto& key, std::uint64_t value) { EXPECT_TRUE(found.emplace(key, value).second); });
    return found;
}

TEST(Labelled, CountsLikeAMap) {
    rc::check([](const std::vector<std::pair<LabelId, LabelId>>& events) {
        PairCounters counters;
        std::map<PairCounters::Key, std::uint64_t> expected;
        for (const auto& [first, second] : events) {
            counters.at({first, second}).add();
            ++expected[{first, second}];
        }
        RC_ASSERT(contents(counters) == expected);
    });
}

TEST(Labelled, KeepsReferencesValidWhileItGrows) {
    PairCounters counters;
    Counter& first = counters.at({0, 0});
    for (LabelId id = 1; id < 1000; ++id) counters.at({id, 0}).add();
    first.add(7);
    EXPECT_EQ(contents(counters).at({0, 0}), 7u);
}

TEST(Labelled, IsReadWhileItGrows) {
    constexpr LabelId kSeries = 20'000;
    PairCounters counters;
    std::jthread writer([&] {
        for (LabelId id = 0; id < kSeries; ++id) counters.at({id, id}).add();
    });
    std::size_t seen = 0;
    while (seen < kSeries) {
        std::size_t now = 0;
        counters.for_each([&](const auto& key, std::uint64_t value) {
            ++now;
            ASSERT_EQ(key[0], key[1]);
            ASSERT_LE(value, 1u);
        });
        ASSERT_GE(now, seen);
        seen = now;
    }
}

}  // namespace
}  // namespace greeninfer::telemetry
