#include "optimizer/compaction_fence.hpp"

#include <gtest/gtest.h>

#include <string>

#include "optimizer/compaction_lines.hpp"

namespace greeninfer::optimizer {
namespace {

// One letter per line: outside, opens, inside, closes.
std::string places(std::string_view text) {
    std::string found;
    Fence fence;
    Lines lines(text);
    for (std::string_view line; lines.next(line);) found += "-<.>"[static_cast<int>(fence.take(line))];
    return found;
}

TEST(CompactionFence, WhereFencesBeginAndEnd) {
    EXPECT_EQ(places("a\n```\nb\n```\nc\n"), "-<.>-");
    EXPECT_EQ(places("~~~ sh\n```\n~~\n~~~~  \nc"), "<..>-");
    EXPECT_EQ(places("````\n```\n````\n"), "<.>");
    EXPECT_EQ(places("- a\n    ```\n    b\n  ```\n"), "-<.>");
    EXPECT_EQ(places("```js\n``` not the end\n\n```\r\n"), "<..>");
    EXPECT_EQ(places("```\nno end\n"), "<.");
    EXPECT_EQ(places("```one line```\n``two``\n"), "--");
}

TEST(CompactionFence, SaysItsLanguage) {
    Fence fence;
    fence.take("  ```  json \n");
    EXPECT_EQ(fence.language(), "json");
}

}  // namespace
}  // namespace greeninfer::optimizer
