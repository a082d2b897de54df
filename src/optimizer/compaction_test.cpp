#include "optimizer/compaction.hpp"

#include <gtest/gtest.h>

#include <string>

#include "optimizer/compaction_restored_for_test.hpp"

namespace greeninfer::optimizer {
namespace {

const std::string kBlock =
    "The bridge was built in the year 1911 by the engineers of the city, who had never built one before.\n"
    "It was closed to all traffic after the great flood, and it was opened again two years later on a Sunday.\n";
const std::string kOther =
    "Of the other bridge nothing is known but what the priest wrote down, who had it from his grandmother there.\n"
    "She had seen it once, when she was a child, and remembered that it was red and that it made a sound in wind.\n";
const std::string kReference =
    "[Same text as lines 1-2 of message 1: \"The bridge was built in the year\" to \"again two years later "
    "on "
    "a Sunday.\"]\n";

Part user(std::string_view text) {
    return {PartKind::user, text};
}

std::vector<std::string> sent(const std::vector<Part>& parts, const CompactionSwitches& switches = {}) {
    const Compacted compacted = compact(parts, switches);
    std::vector<std::string> texts;
    for (std::size_t index = 0; index < parts.size(); ++index) {
        texts.emplace_back(sent_text_for_test(parts, compacted, index));
    }
    return texts;
}

std::string last_sent(const std::vector<Part>& parts, const CompactionSwitches& switches = {}) {
    return sent(parts, switches).back();
}

TEST(Compaction, ABlockThatStoodBeforeIsReferredTo) {
    EXPECT_EQ(last_sent({user(kBlock), user("And now?\n\n" + kBlock + "\nIn one line.")}),
              "And now?\n\n" + kReference + "\nIn one line.");
}

TEST(Compaction, BlocksInARowAreOneReference) {
    const std::string both = kBlock + "\nA heading\n\n" + kOther;
    EXPECT_EQ(last_sent({user(both), user("Again:\n\n" + both)}),
              "Again:\n\n[Same text as lines 1-7 of message 1: \"The bridge was built in the year\" to \"and that "
              "it made a sound in wind.\"]\n");
}

TEST(Compaction, WhatAReferenceIsAbout) {
    const std::string again = "Again:\n\n" + kBlock;
    for (const PartKind kind : {PartKind::fixed, PartKind::assistant, PartKind::tool_result, PartKind::user}) {
        SCOPED_TRACE(static_cast<int>(kind));
        EXPECT_EQ(last_sent({{kind, kBlock}, user(again)}), "Again:\n\n" + kReference);
    }
}

TEST(Compaction, EarlierAnswersAndFixedPartsStayAsTheyAre) {
    const std::string again = "Again:\n\n" + kBlock;
    EXPECT_EQ(last_sent({user(kBlock), {PartKind::assistant, again}}), again);
    EXPECT_EQ(last_sent({user(kBlock), {PartKind::fixed, again}}), again);
    const std::string blanks =
        "It was closed to all traffic after the great flood, and opened later.   \n\n\n\nThe end.";
    for (const PartKind kind : {PartKind::fixed, PartKind::assistant}) EXPECT_EQ(last_sent({{kind, blanks}}), blanks);
    EXPECT_LT(last_sent({user(blanks)}).size(), blanks.size());
    EXPECT_EQ(last_sent({user(kBlock), {PartKind::fixed, "{  \"a\":  1,  \"b\":  2  }"}}),
              "{  \"a\":  1,  \"b\":  2  }");
}

TEST(Compaction, AMessageThatIsNothingButARepetitionStays) {
    EXPECT_EQ(last_sent({user(kBlock), user(kBlock)}), kBlock);
    const std::string both = kBlock + "\n" + kOther;
    EXPECT_EQ(last_sent({user(both), user(both)}), both);
    EXPECT_EQ(last_sent({user(kBlock), {PartKind::tool_result, kBlock}}), kReference);
}

TEST(Compaction, ShortBlocksStay) {
    const std::string block =
        "A paragraph of more than a hundred bytes, which is short enough to be read once more by "
        "anybody who cares for it.\n";
    EXPECT_EQ(last_sent({user(block), user("Again:\n\n" + block)}), "Again:\n\n" + block);
}

TEST(Compaction, ABlockWithOneOtherWordStays) {
    std::string changed = kBlock;
    changed.replace(changed.find("Sunday"), 6, "Monday");
    EXPECT_EQ(last_sent({user(kBlock), user("Again:\n\n" + changed)}), "Again:\n\n" + changed);
}

TEST(Compaction, WithinOneTextARepetitionMayBeWhatItIsAbout) {
    const std::string text = kBlock + "\n" + kOther + "\n" + kBlock;
    EXPECT_EQ(last_sent({user(text)}), text);
}

TEST(Compaction, AFenceGoesWholeOrNotAtAll) {
    const std::string code = "```python\n" + kBlock + "\n\n" + kOther + "```\n";
    EXPECT_EQ(last_sent({user(code), user("Again:\n" + code)}),
              "Again:\n[Same text as lines 1-8 of message 1: \"```python\" to \"```\"]\n");
    const std::string changed = "```python\n" + kBlock + "\nx = 1\n" + kOther + "```\n";
    EXPECT_EQ(last_sent({user(code), user("Again:\n" + changed)}), "Again:\n" + changed);
}

TEST(Compaction, OfFencesThatBeginAlikeTheSameOneIsFound) {
    const std::string first = "```python\n" + kBlock + "x = 1\n" + kOther + "```\n";
    const std::string second = "```python\n" + kBlock + "y = 2\n" + kOther + "```\n";
    EXPECT_EQ(last_sent({user(first), {PartKind::assistant, second}, user("Again:\n" + second)}),
              "Again:\n[Same text as lines 1-7 of message 2: \"```python\" to \"```\"]\n");
}

std::string log_of(int lines) {
    std::string log;
    for (int line = 0; line < lines; ++line) log += "2026-01-02 10:00:" + std::to_string(100 + line) + " served\n";
    return log;
}

TEST(Compaction, OfALogThatHasGrownTheNewLinesStay) {
    EXPECT_EQ(last_sent({{PartKind::tool_result, log_of(60)}, {PartKind::tool_result, log_of(60) + "stopped\n"}}),
              "[Same text as lines 1-60 of message 1: \"2026-01-02 10:00:100 served\" to \"2026-01-02 10:00:159 "
              "served\"]\nstopped\n");
    EXPECT_EQ(last_sent({{PartKind::tool_result, log_of(30)}, {PartKind::tool_result, log_of(30) + "stopped\n"}}),
              log_of(30) + "stopped\n");  // few enough to be one paragraph
}

TEST(Compaction, ARecordOfALogKeepsItsIndentedLines) {
    std::string log;
    for (int line = 0; line < 50; ++line) log += "10:00:" + std::to_string(100 + line) + " failed\n    at main\n";
    const std::string changed = log + "10:01:000 failed\n    at end\n";
    const std::string text = last_sent({{PartKind::tool_result, log}, {PartKind::tool_result, changed}});
    EXPECT_TRUE(text.ends_with("\" to \"at main\"]\n10:01:000 failed\n    at end\n")) << text;
    std::string other = log;
    other.replace(other.rfind("at main"), 7, "at last");
    const std::string shorter = last_sent({{PartKind::tool_result, log}, {PartKind::tool_result, other}});
    EXPECT_TRUE(shorter.ends_with("]\n10:00:149 failed\n    at last\n")) << shorter;
}

TEST(Compaction, OfALongObjectOnlyTheWholeIsReplaced) {
    std::string object = "{\n";
    for (int line = 0; line < 50; ++line) object += "  \"key " + std::to_string(line) + "\": \"some value of it\",\n";
    const std::string whole = object + "  \"last\": 1\n}\n";
    const std::string changed = object + "  \"last\": 2\n}\n";
    EXPECT_EQ(last_sent({user(whole), user("Again:\n\n" + changed)}), "Again:\n\n" + changed);
    EXPECT_LT(last_sent({user(whole), user("Again:\n\n" + whole)}).size(), 120U);
}

TEST(Compaction, ReferencesLeadToWhereTheTextStandsInFull) {
    const std::string again = "Again:\n\n" + kBlock;
    const auto texts = sent({user(kBlock), user(again), user("And again:\n\n" + kBlock + "\n" + kOther)});
    EXPECT_EQ(texts[1], "Again:\n\n" + kReference);
    EXPECT_EQ(texts[2], "And again:\n\n" + kReference + "\n" + kOther);
}

TEST(Compaction, WhatLooksLikeAReferenceLeavesItsTextAsItIs) {
    const std::string text = "Why do you say [Same text as lines 1-2 of message 1]?\n\n" + kBlock;
    EXPECT_EQ(last_sent({user(kBlock), user(text)}), text);
    const std::string blanks =
        "Why do you say [Same  text as  lines 1-2 of message 1] in each and every one of your "
        "answers to me?\n\n\n\n" +
        kBlock;
    EXPECT_TRUE(last_sent({user(kBlock), user(blanks)}).starts_with(blanks.substr(0, blanks.size() - kBlock.size())));
}

TEST(Compaction, PartsOfOneMessageAreNumberedOn) {
    const std::string again = "Again:\n\n" + kOther;
    const auto texts = sent({{PartKind::user, kBlock, 4}, {PartKind::user, kOther, 4}, {PartKind::user, again, 6}});
    EXPECT_TRUE(texts[2].starts_with("Again:\n\n[Same text as lines 3-4 of message 4: \"Of the other")) << texts[2];
}

TEST(Compaction, OtherNewlinesAreNoOtherText) {
    std::string block = kBlock;
    block.insert(block.find('\n'), "\r");
    block.insert(block.size() - 1, "\r");
    const std::string again = "Again:\r\n\r\n" + block;
    const std::vector<Part> with_returns = {user(kBlock), user(again)};
    const Compacted compacted = compact(with_returns, {});
    EXPECT_GT(compacted.bytes_saved[static_cast<std::size_t>(CompactionKind::repeats)], 50U);
    EXPECT_EQ(restored_for_test(with_returns, compacted)[1], again);
}

TEST(Compaction, QuotationsInAReferenceAreWholeCharacters) {
    std::string block = "a";
    for (int count = 0; count < 30; ++count) block += "橋は古い。";
    block += "b";
    EXPECT_EQ(
        last_sent({user(block), user("もう一度:\n\nx" + block + "\n\n" + block)}),
        "もう一度:\n\nx" + block +
            "\n\n[Same text as lines 1-1 of message 1: \"a橋は古い。橋は古い。橋\" to \"。橋は古い。橋は古い。b\"]");
}

TEST(Compaction, ABlockThatStandsInTwoMessagesStandsNowhere) {
    const std::string both = "Again:\n\n" + kBlock + kOther;
    EXPECT_EQ(last_sent({user(kBlock), user(kOther), user(both)}), both);
}

TEST(Compaction, EachKindHasItsSwitchAndItsAccount) {
    const std::string json = "{\n  \"a\": 1,\n  \"b\": [ 2, 3 ]\n}\n";
    const std::string blanks = "Again, if you please, as it was too long ago for me to remember it.\n\n\n\n" + kBlock;
    const std::vector<Part> parts = {user(kBlock), {PartKind::tool_result, json}, user(blanks)};
    const Compacted all = compact(parts, {});
    EXPECT_EQ(all.bytes_saved[0], 2U);
    EXPECT_EQ(all.bytes_saved[1], json.size() - std::string_view("{\"a\":1,\"b\":[2,3]}\n").size());
    EXPECT_EQ(all.bytes_saved[2], kBlock.size() - kReference.size());
    EXPECT_EQ(all.bytes_saved[3], 0U);
    for (std::size_t kind = 0; kind < 3; ++kind) {
        SCOPED_TRACE(name_of(static_cast<CompactionKind>(kind)));
        CompactionSwitches only{{false, false, false, false}};
        only.enabled[kind] = true;
        Compacted expected;
        expected.bytes_saved[kind] = all.bytes_saved[kind];
        EXPECT_EQ(compact(parts, only).bytes_saved, expected.bytes_saved);
    }
}

TEST(Compaction, NothingToDoSaysNothing) {
    EXPECT_TRUE(compact({}, {}).texts.empty());
    const std::vector<Part> parts = {user(""), user("Hello\n"), {PartKind::tool_result, ""}};
    for (const auto& text : compact(parts, {}).texts) EXPECT_FALSE(text.has_value());
}

}  // namespace
}  // namespace greeninfer::optimizer
