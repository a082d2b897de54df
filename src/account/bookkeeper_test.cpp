#include "account/bookkeeper.hpp"

#include <gtest/gtest.h>

#include <array>

#include "account/record_for_test.hpp"

namespace greeninfer::account {
namespace {

std::uint64_t attempts_in(Bookkeeper& books) {
    return books.read([](const UsageAccount& account) {
        std::uint64_t attempts = 0;
        for (const auto& [labels, usage] : account.totals()) attempts += usage.all_attempts();
        return attempts;
    });
}

class BookkeeperTest : public ::testing::Test {
protected:
    SystemClock clock_;
};

TEST_F(BookkeeperTest, WhoeverReadsMissesNothingThatWasRecorded) {
    Bookkeeper books(clock_, 2, {});
    books.recorder(0).record(record_for_test());
    books.recorder(1).record(record_for_test({.model = 11}));
    EXPECT_EQ(attempts_in(books), 2u);
    books.recorder(1).record(record_for_test());
    EXPECT_EQ(attempts_in(books), 3u);
}

TEST_F(BookkeeperTest, TakesRecordsThatDoNotComeFromACore) {
    Bookkeeper books(clock_, 1, {});
    books.book(std::array{record_for_test(), record_for_test({.end = End::share})});
    EXPECT_EQ(attempts_in(books), 1u);
}

// Half of the ring at a time: the bell wakes the thread that empties it, and nobody else does.
TEST_F(BookkeeperTest, ItsThreadTakesManyTimesWhatTheRingHolds) {
    constexpr std::uint64_t kRounds = 20;
    constexpr std::uint64_t kAtOnce = UsageRing::kRecords / 2;
    Bookkeeper books(clock_, 1, {});
    Recorder recorder = books.recorder(0);
    const Moment limit = clock_.now() + std::chrono::seconds(20);
    for (std::uint64_t round = 1; round <= kRounds; ++round) {
        for (std::uint64_t i = 0; i < kAtOnce; ++i) recorder.record(record_for_test());
        // Less than half may be left in it, waiting for the next bell or reader.
        while (books.booked_for_test() + UsageRing::kRecords / 2 <= round * kAtOnce && clock_.now() < limit) {
            std::this_thread::yield();
        }
    }
    EXPECT_GT(books.booked_for_test(), (kRounds - 2) * kAtOnce);
    EXPECT_EQ(books.dropped(), 0u);
    EXPECT_EQ(attempts_in(books), kRounds * kAtOnce);
}

// However fast they come, what does not arrive is counted.
TEST_F(BookkeeperTest, WhatIsTooMuchIsCounted) {
    constexpr std::uint64_t kEach = 200'000;
    Bookkeeper books(clock_, 2, {});
    {
        std::vector<std::jthread> cores;
        for (std::size_t core = 0; core < 2; ++core) {
            cores.emplace_back([&books, core] {
                Recorder recorder = books.recorder(core);
                for (std::uint64_t i = 0; i < kEach; ++i) recorder.record(record_for_test());
            });
        }
    }
    EXPECT_EQ(attempts_in(books) + books.dropped(), 2 * kEach);
}

TEST_F(BookkeeperTest, WithoutItsThreadTheRingWouldOverrunAndSaysSo) {
    UsageRing ring(1);
    Bell bell;
    Recorder recorder(ring.lane(0), bell);
    for (std::size_t i = 0; i < UsageRing::kRecords + 7; ++i) recorder.record(record_for_test());
    EXPECT_EQ(ring.dropped(), 7u);
    bell.wait();  // It has rung, or this would never end.
}

TEST_F(BookkeeperTest, KnowsWhenItBegan) {
    const WallTime before = clock_.wall_now();
    const Bookkeeper books(clock_, 1, {});
    EXPECT_GE(books.began_at(), before);
    EXPECT_LE(books.began_at(), clock_.wall_now());
}

}  // namespace
}  // namespace greeninfer::account
