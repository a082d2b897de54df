#include "optimizer/rewriting.hpp"

#include <gtest/gtest.h>

namespace greeninfer::optimizer {
namespace {

using Marks = std::vector<std::uint8_t>;

ModelRequest request(std::vector<std::string> words, Marks locked) {
    return {.task = ModelTask::rewrite, .words = std::move(words), .locked = std::move(locked)};
}

TEST(Rewriting, WhatIsLeftOutIsDeleted) {
    const auto asked = request({"please", "kindly", "write", "a", "poem"}, {0, 0, 0, 0, 1});
    EXPECT_EQ(deletions_of(asked, "write a poem"), (Marks{1, 1, 0, 0, 0}));
    EXPECT_EQ(deletions_of(asked, " write \n poem "), (Marks{1, 1, 0, 1, 0}));
    EXPECT_EQ(deletions_of(asked, "please kindly write a poem"), (Marks{0, 0, 0, 0, 0}));
}

TEST(Rewriting, ALockedWordMustBeThere) {
    const auto asked = request({"do", "not", "do", "that"}, {0, 1, 0, 0});
    EXPECT_EQ(deletions_of(asked, "do that"), std::nullopt);
    EXPECT_EQ(deletions_of(asked, "not do that"), (Marks{1, 0, 0, 0}));
    EXPECT_EQ(deletions_of(asked, "do not"), (Marks{0, 0, 1, 1})) << "the word that stands before the locked one";
}

TEST(Rewriting, OtherWordsAreNobodysDeletions) {
    const auto asked = request({"write", "a", "poem"}, {0, 0, 0});
    EXPECT_EQ(deletions_of(asked, "write an ode"), std::nullopt);
    EXPECT_EQ(deletions_of(asked, "poem write"), std::nullopt);
    EXPECT_EQ(deletions_of(asked, "write write"), std::nullopt);
    EXPECT_EQ(deletions_of(asked, "Write a poem"), std::nullopt);
    EXPECT_EQ(deletions_of(asked, ""), (Marks{1, 1, 1})) << "the guards will not have it, but it is a deletion";
}

}  // namespace
}  // namespace greeninfer::optimizer
