#include "fleet/prefix_index.hpp"

#include <gtest/gtest.h>

#include <string>
#include <thread>

namespace greeninfer::fleet {
namespace {

using namespace std::chrono_literals;

constexpr Moment kNow{std::chrono::hours(100)};

std::vector<BlockHash> blocks_of(std::string_view text) {
    std::vector<BlockHash> hashes;
    TextBlocks blocks(root_of_texts(7, "m", "client"), hashes);
    for (const char letter : text) blocks.add(std::string(kBlockBytes, letter));
    return hashes;
}

class PrefixIndexTest : public testing::Test {
protected:
    // One letter per block.
    std::size_t matched(EndpointNumber endpoint, std::string_view text, Moment now = kNow) {
        PrefixMatch found;
        index_.match(blocks_of(text), now, found);
        return found.blocks[endpoint];
    }

    PrefixIndex index_{1024 * 1024, 7};
    EndpointNumber a_ = *index_.add(1000);
    EndpointNumber b_ = *index_.add(1000);
};

TEST_F(PrefixIndexTest, FindsTheLongestBeginningOfEachEndpoint) {
    index_.confirm(a_, blocks_of("abcdef"), kNow);
    index_.confirm(b_, blocks_of("abx"), kNow);
    PrefixMatch found;
    index_.match(blocks_of("abcdeZ"), kNow, found);
    EXPECT_EQ(found.blocks[a_], 5);
    EXPECT_EQ(found.blocks[b_], 2);
    EXPECT_EQ(found.prompt_blocks, 6u);
    EXPECT_EQ(matched(a_, "bcdef"), 0u) << "a block in the middle is no beginning";
    EXPECT_EQ(matched(a_, ""), 0u);
}

TEST_F(PrefixIndexTest, EqualAtBlocks0And64AndDifferentBetweenMatchesOnlyTheBeginning) {
    std::string one(100, 'a');
    std::string other = one;
    other[1] = 'b';
    index_.confirm(a_, blocks_of(one), kNow);
    EXPECT_EQ(matched(a_, one), 100u);
    EXPECT_EQ(matched(a_, other), 1u);
}

TEST_F(PrefixIndexTest, WhatWasOnlySentCountsForTwoSecondsUnlessItIsConfirmed) {
    index_.expect(a_, blocks_of("abc"), kNow);
    index_.expect(b_, blocks_of("abc"), kNow);
    EXPECT_EQ(matched(a_, "abc", kNow + 1999ms), 3u);
    index_.confirm(b_, blocks_of("abc"), kNow + 1s);
    EXPECT_EQ(matched(a_, "abc", kNow + 2s), 0u);
    EXPECT_EQ(matched(b_, "abc", kNow + 24h), 3u);
    EXPECT_EQ(index_.blocks(), 3u);
}

TEST_F(PrefixIndexTest, AFailedAttemptTakesBackOnlyWhatItHoped) {
    index_.confirm(a_, blocks_of("ab"), kNow);
    index_.expect(a_, blocks_of("abcd"), kNow);
    EXPECT_EQ(matched(a_, "abcd"), 4u);
    index_.withdraw(a_, blocks_of("abcd"));
    EXPECT_EQ(matched(a_, "abcd"), 2u);
}

TEST_F(PrefixIndexTest, TheOldestAndDeepestGiveWay) {
    index_.set_capacity(a_, 5);
    index_.confirm(a_, blocks_of("abc"), kNow);
    index_.confirm(a_, blocks_of("xyz"), kNow);
    EXPECT_EQ(matched(a_, "abc"), 2u);
    EXPECT_EQ(matched(a_, "xyz"), 3u);
    index_.confirm(a_, blocks_of("ab"), kNow);  // used again, so x gives way first
    index_.confirm(a_, blocks_of("k"), kNow);
    EXPECT_EQ(matched(a_, "ab"), 2u);
    EXPECT_EQ(matched(a_, "xyz"), 2u);
    index_.set_capacity(a_, 1);
    EXPECT_EQ(index_.blocks(a_), 1u);
    EXPECT_EQ(matched(a_, "k"), 1u);
}

TEST_F(PrefixIndexTest, APromptThatIsLongerThanTheCacheKeepsItsBeginning) {
    index_.set_capacity(a_, 4);
    index_.confirm(a_, blocks_of("abcdefgh"), kNow);
    EXPECT_EQ(matched(a_, "abcdefgh"), 4u);
}

TEST_F(PrefixIndexTest, ARemovedEndpointLeavesNothingToTheNextOfItsNumber) {
    index_.confirm(a_, blocks_of("abc"), kNow);
    index_.confirm(b_, blocks_of("abc"), kNow);
    index_.remove(a_);
    EXPECT_EQ(index_.blocks(), 3u);
    EXPECT_EQ(index_.add(1000), a_);
    EXPECT_EQ(matched(a_, "abc"), 0u);
    EXPECT_EQ(matched(b_, "abc"), 3u);
}

TEST_F(PrefixIndexTest, NumbersEndAndComeBack) {
    std::size_t numbers = 2;
    while (index_.add(1)) ++numbers;
    EXPECT_EQ(numbers, EndpointSet::kSize);
    index_.remove(b_);
    EXPECT_EQ(index_.add(1), b_);
}

TEST_F(PrefixIndexTest, AnEndpointGivesItsPlaceBack) {
    const auto index = std::make_shared<PrefixIndex>(1024 * 1024, 7);
    {
        const auto place = IndexedEndpoint::in(index, 10);
        index->confirm(place->number(), blocks_of("abc"), kNow);
        EXPECT_EQ(index->blocks(), 3u);
    }
    EXPECT_EQ(index->blocks(), 0u);
}

TEST(PrefixIndexCeiling, HoldsWhateverIsSent) {
    PrefixIndex index(100'000, 7);
    EXPECT_LE(index.reserved_bytes(), 100'000u);
    const EndpointNumber a = *index.add(1'000'000), b = *index.add(1'000'000);
    std::vector<BlockHash> prompt;
    for (int i = 0; i < 20'000; ++i) {
        prompt.clear();
        TextBlocks(root_of_texts(7, "m", std::to_string(i)), prompt).add(std::string(kBlockBytes, 'x'));
        index.confirm(i % 3 == 0 ? a : b, prompt, kNow);
    }
    EXPECT_LE(index.reserved_bytes(), 100'000u);
    EXPECT_GT(index.blocks(), 1'000u) << "most of the ceiling is for blocks";
    PrefixMatch found;
    index.match(prompt, kNow, found);
    EXPECT_EQ(found.blocks[b], 1) << "the newest is kept";
}

// Under the thread sanitizer this says that readers and writers share nothing but atomics and the lock.
TEST(PrefixIndexThreads, ReadersNeverFindMoreThanAPromptHas) {
    PrefixIndex index(200'000, 7);
    const EndpointNumber a = *index.add(200), b = *index.add(300);
    std::atomic<bool> done = false;
    const auto read = [&] {
        const auto prompt = blocks_of("abcdefghijklmnop");
        PrefixMatch found;
        for (int i = 0; !done.load() && i < 200'000; ++i) {
            index.match(prompt, kNow + std::chrono::milliseconds(i), found);
            if (found.blocks[a] > prompt.size() || found.blocks[b] > prompt.size()) std::abort();
        }
    };
    std::jthread reader(read), other_reader(read);
    const auto write = [&index](EndpointNumber mine, char first) {
        for (int i = 0; i < 3'000; ++i) {
            const auto prompt = blocks_of(std::string(1, static_cast<char>(first + i % 20)) + "bcdefgh");
            index.expect(mine, prompt, kNow + std::chrono::milliseconds(i));
            i % 2 == 0 ? index.confirm(mine, prompt, kNow) : index.withdraw(mine, prompt);
            if (i % 500 == 0) index.clear(mine);
        }
    };
    {
        std::jthread writer([&] { write(a, 'a'); });
        write(b, 'c');
    }
    done = true;
    EXPECT_LE(index.blocks(a), 200u);
    EXPECT_LE(index.blocks(b), 300u);
}

}  // namespace
}  // namespace greeninfer::fleet
