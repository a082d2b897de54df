#include "telemetry/record_ring.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <array>
#include <deque>
#include <thread>
#include <vector>

namespace greeninfer::telemetry {
namespace {

struct Numbered {
    std::array<std::uint64_t, 8> words = {};  // all the same, so that a torn record shows
};

Numbered numbered(std::uint64_t number) {
    Numbered record;
    record.words.fill(number);
    return record;
}

std::vector<std::uint64_t> drained(RecordRing<Numbered>& ring) {
    std::vector<std::uint64_t> numbers;
    ring.drain([&](const Numbered& record) { numbers.push_back(record.words[0]); });
    return numbers;
}

TEST(RecordRing, IsTwoMebibytesHoweverManyCoresShareIt) {
    for (const std::size_t lanes : {1u, 2u, 3u, 64u, 257u}) {
        RecordRing<Numbered> ring(lanes);
        EXPECT_EQ(ring.memory().bytes().size(), std::size_t{2} << 20);
        EXPECT_EQ(ring.lane(0).capacity(), (std::size_t{32768}) / lanes);
        // The last slot of the last lane is still inside.
        for (std::size_t i = 0; i < ring.lane(lanes - 1).capacity(); ++i) ring.lane(lanes - 1).push(numbered(i));
        EXPECT_EQ(drained(ring).size(), ring.lane(0).capacity());
    }
}

TEST(RecordRing, AFullLaneDropsAndCountsAndNeverWaits) {
    RecordRing<Numbered> ring(2);
    const std::size_t capacity = ring.lane(0).capacity();
    for (std::size_t i = 0; i < capacity; ++i) ASSERT_TRUE(ring.lane(0).push(numbered(i)));
    for (int i = 0; i < 5; ++i) EXPECT_FALSE(ring.lane(0).push(numbered(999'999)));
    EXPECT_TRUE(ring.lane(1).push(numbered(7))) << "a neighbour has room of its own";
    EXPECT_EQ(ring.dropped(), 5u);
    const auto numbers = drained(ring);
    ASSERT_EQ(numbers.size(), capacity + 1);
    EXPECT_EQ(numbers.front(), 0u);
    EXPECT_EQ(numbers[capacity - 1], capacity - 1) << "what was there is not overwritten";
    EXPECT_TRUE(ring.lane(0).push(numbered(1))) << "there is room again";
}

TEST(RecordRing, AsksToBeEmptiedWhenHalfFull) {
    RecordRing<Numbered> ring(8);
    auto& lane = ring.lane(3);
    for (std::size_t i = 0; i + 1 < lane.capacity() / 2; ++i) lane.push(numbered(i));
    EXPECT_FALSE(lane.is_half_full());
    lane.push(numbered(0));
    EXPECT_TRUE(lane.is_half_full());
    drained(ring);
    lane.push(numbered(0));
    EXPECT_FALSE(lane.is_half_full());
}

// The oracle is a deque for each lane.
RC_GTEST_PROP(RecordRingProperty, GivesBackWhatWasWrittenInOrder, ()) {
    RecordRing<Numbered> ring(1024);  // lanes of 32
    std::array<std::deque<std::uint64_t>, 3> expected;
    std::uint64_t number = 0, dropped = 0;
    const auto steps = *rc::gen::container<std::vector<int>>(200, rc::gen::inRange(0, 40));
    for (const int step : steps) {
        if (step >= 3) {
            for (int i = 0; i < step; ++i) {
                const std::size_t lane = ++number % 3;
                const bool fits = expected[lane].size() < ring.lane(lane).capacity();
                RC_ASSERT(ring.lane(lane).push(numbered(number)) == fits);
                fits ? expected[lane].push_back(number) : void(++dropped);
            }
        } else {
            std::vector<std::uint64_t> all;
            for (auto& lane : expected) all.insert(all.end(), lane.begin(), lane.end());
            for (auto& lane : expected) lane.clear();
            RC_ASSERT(drained(ring) == all);
        }
    }
    RC_ASSERT(ring.dropped() == dropped);
}

// Real threads: every record arrives once, whole and in order, or is counted as dropped.
TEST(RecordRing, LosesNothingBetweenThreads) {
    constexpr std::uint64_t kEach = 300'000;
    RecordRing<Numbered> ring(3);
    std::array<std::uint64_t, 3> arrived = {};
    std::array<std::uint64_t, 3> last = {};
    std::uint64_t torn = 0;
    std::atomic<int> writing{3};
    std::vector<std::jthread> writers;
    for (std::uint64_t lane = 0; lane < 3; ++lane) {
        writers.emplace_back([&, lane] {
            for (std::uint64_t i = 1; i <= kEach; ++i) ring.lane(lane).push(numbered(i * 4 + lane));
            --writing;
        });
    }
    const auto take = [&](const Numbered& record) {
        for (const std::uint64_t word : record.words) torn += word != record.words[0] ? 1 : 0;
        const std::uint64_t lane = record.words[0] % 4;
        EXPECT_GT(record.words[0], last[lane]);
        last[lane] = record.words[0];
        ++arrived[lane];
    };
    while (writing > 0) ring.drain(take);
    ring.drain(take);
    EXPECT_EQ(torn, 0u);
    EXPECT_EQ(arrived[0] + arrived[1] + arrived[2] + ring.dropped(), 3 * kEach);
}

}  // namespace
}  // namespace greeninfer::telemetry
