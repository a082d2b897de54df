#include "fleet/held_prompts.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace greeninfer::fleet {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

using Prompt = std::vector<BlockHash>;

class HeldPromptsTest : public testing::Test {
protected:
    Prompt read(const Prompt& prompt) {
        Prompt displaced = held_.take(prompt);
        held_.release(prompt);
        return displaced;
    }

    HeldPrompts held_{2};
};

TEST_F(HeldPromptsTest, AnotherPromptTakesTheSlotThatWasFreeForLongest) {
    EXPECT_THAT(read({11, 12, 13}), IsEmpty());
    EXPECT_THAT(read({21, 22}), IsEmpty());
    EXPECT_THAT(read({11, 12, 13}), IsEmpty()) << "its own slot";
    EXPECT_THAT(read({31, 32}), ElementsAre(21, 22));
    EXPECT_THAT(read({21}), ElementsAre(11, 12, 13));
}

TEST_F(HeldPromptsTest, APromptThatBeginsAlikeTakesItsPlaceThoughAnotherSlotIsEmpty) {
    read({1, 2, 11, 12});
    EXPECT_THAT(read({1, 2, 21}), ElementsAre(11, 12)) << "the common beginning stays";
    EXPECT_THAT(read({1, 2, 21, 22}), IsEmpty()) << "the next turn";
}

TEST_F(HeldPromptsTest, LessThanATenthIsNotAlike) {
    Prompt one(30, 1), other(30, 2);
    one[0] = other[0] = 9;
    read(one);
    EXPECT_THAT(read(other), IsEmpty()) << "the second slot";
}

TEST_F(HeldPromptsTest, WhatIsBeingAnsweredKeepsItsSlot) {
    EXPECT_THAT(held_.take(Prompt{1, 2, 11}), IsEmpty());
    EXPECT_THAT(held_.take(Prompt{1, 2, 21}), IsEmpty());
    EXPECT_THAT(held_.take(Prompt{1, 2, 31}), IsEmpty()) << "it waits";
    held_.release(Prompt{1, 2, 11});
    held_.release(Prompt{1, 2, 21});
    held_.release(Prompt{1, 2, 31});
    EXPECT_THAT(read({1, 2, 31, 32}), testing::UnorderedElementsAre(11)) << "three had been there, for two slots";
}

TEST_F(HeldPromptsTest, WhatAnotherSlotHasIsNotGone) {
    held_.take(Prompt{1, 2, 3, 11});
    held_.take(Prompt{1, 2, 3, 21});
    held_.release(Prompt{1, 2, 3, 11});
    held_.release(Prompt{1, 2, 3, 21});
    EXPECT_THAT(read(Prompt(5, 7)), ElementsAre(11));
}

}  // namespace
}  // namespace greeninfer::fleet
