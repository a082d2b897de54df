#include <gtest/gtest.h>

#include <string>

#include "optimizer/compaction.hpp"
#include "optimizer/compaction_conversation_for_test.hpp"
#include "optimizer/compaction_restored_for_test.hpp"

namespace greeninfer::optimizer {
namespace {

constexpr auto kReplyChains = static_cast<std::size_t>(CompactionKind::reply_chains);

const std::string kFirst =
    "Hello Ben,\n\ncould you have a look at the figures for March before we meet on Thursday? Carla thinks that\n"
    "the costs of the second building are in there twice, and I can not make sense of them either.\n\nAnn\n";
const std::string kSecond =
    "Hello Ann,\n\nshe is right, somebody entered the invoice by hand after it had come in by mail already.\n"
    "I took the later one out; the sum for March is now 18,400 and that of the quarter 51,200.\n\nBen\n";
const std::string kThird = "Thank you both. I shall tell the auditors on Monday and close the month.\n\nCarla\n";

std::string reply(std::string_view own, std::string_view name, std::string_view answered) {
    return std::string(own) + "\nOn Tue, 4 Mar 2025 at 10:12, " + std::string(name) + " <a.b@example.org> wrote:\n" +
           quoted_for_test(answered, "> ", ">");
}

// As programs nest that put nothing between marks.
std::string narrow(std::string text) {
    for (auto at = text.find("\n> >"); at != std::string::npos; at = text.find("\n> >")) text.erase(at + 2, 1);
    return text;
}

std::string last_sent(const std::vector<Part>& parts) {
    const Compacted compacted = compact(parts, {{false, false, true, true}});
    const auto restored = restored_for_test(parts, compacted);
    for (std::size_t index = 0; index < parts.size(); ++index) EXPECT_EQ(restored[index], parts[index].text);
    return std::string(sent_text_for_test(parts, compacted, parts.size() - 1));
}

std::size_t count_of(std::string_view text, std::string_view piece) {
    std::size_t count = 0;
    for (auto at = text.find(piece); at != std::string_view::npos; at = text.find(piece, at + 1)) ++count;
    return count;
}

TEST(CompactionReplyChains, AnEarlierMailIsNotQuotedInFull) {
    const std::string mail = reply(kSecond, "Ann", kFirst);
    EXPECT_EQ(last_sent({{PartKind::tool_result, kFirst}, {PartKind::tool_result, mail}}),
              kSecond + "\nOn Tue, 4 Mar 2025 at 10:12, Ann <a.b@example.org> wrote:\n" +
                  "> [Same text as lines 1-6 of message 1: \"Hello Ben,\" to \"Ann\"]\n");
}

TEST(CompactionReplyChains, EachLevelIsFoundWhereItStandsInFull) {
    const std::string second = reply(kSecond, "Ann", kFirst);
    for (const std::string& third : {reply(kThird, "Ben", second), narrow(reply(kThird, "Ben", second))}) {
        const std::string text = last_sent(
            {{PartKind::tool_result, kFirst}, {PartKind::tool_result, second}, {PartKind::tool_result, third}});
        EXPECT_TRUE(text.starts_with(kThird)) << text;
        EXPECT_TRUE(text.contains("\n> [Same text as lines 1-8 of message 2: \"Hello Ann,\" to ")) << text;
        EXPECT_TRUE(text.contains("> [Same text as lines 1-6 of message 1: \"Hello Ben,\" to \"Ann\"]\n")) << text;
        EXPECT_LT(text.size(), kThird.size() + 400);
    }
}

TEST(CompactionReplyChains, AThreadInOneText) {
    const std::string second = reply(kSecond, "Ann", kFirst);
    const std::string third = reply(kThird, "Ben", second);
    const std::string thread = "From: Ann\n" + kFirst + "\nFrom: Ben\n" + second + "\nFrom: Carla\n" + third;
    const std::string text = last_sent({{PartKind::user, thread}});
    EXPECT_EQ(count_of(text, "could you have a look"), 1U);
    EXPECT_EQ(count_of(text, "she is right"), 1U);
    EXPECT_EQ(count_of(text, "[Same text as"), 3U);
}

TEST(CompactionReplyChains, AThreadWithTheNewestMailFirst) {
    const std::string second = reply(kSecond, "Ann", kFirst);
    const std::string thread = "From: Ben\n" + second + "\nFrom: Ann\n\n" + kFirst;
    const std::string text = last_sent({{PartKind::user, thread}});
    EXPECT_EQ(count_of(text, "could you have a look"), 1U);
    EXPECT_TRUE(
        text.ends_with("From: Ann\n\n[Same text as lines 10-15 of message 1 without \">\": \"Hello Ben,\" to "
                       "\"Ann\"]\n"))
        << text;
}

TEST(CompactionReplyChains, WhatStandsNowhereElseStays) {
    const std::string mail = reply(kSecond, "Ann", kFirst);
    EXPECT_EQ(last_sent({{PartKind::user, mail}}), mail);
    std::string changed = kFirst;
    changed.replace(changed.find("Carla"), 5, "David");
    const std::string text = last_sent({{PartKind::user, changed}, {PartKind::user, mail}});
    EXPECT_TRUE(text.contains("> could you have a look at the figures for March before we meet on Thursday? Carla"));
}

TEST(CompactionReplyChains, AnswersBetweenTheQuotedLinesStay) {
    const std::string mail = "See below.\n\n> " + kFirst.substr(0, kFirst.find('\n')) + "\nHello Ann!\n" +
                             quoted_for_test(kFirst.substr(kFirst.find('\n') + 1), "> ", ">") + "\nYes, I shall.\n";
    const std::string text = last_sent({{PartKind::user, kFirst}, {PartKind::user, mail}});
    EXPECT_TRUE(text.starts_with("See below.\n\n> Hello Ben,\nHello Ann!\n>\n> [Same text as lines 3-6 of message 1"))
        << text;
    EXPECT_TRUE(text.ends_with("\nYes, I shall.\n"));
}

TEST(CompactionReplyChains, LinesWrappedOtherwiseAreOtherLines) {
    std::string wrapped = kFirst;
    wrapped[wrapped.find(" Carla")] = '\n';
    const std::string mail = reply(kSecond, "Ann", wrapped);
    EXPECT_TRUE(last_sent({{PartKind::user, kFirst}, {PartKind::user, mail}}).contains("> Carla thinks"));
}

TEST(CompactionReplyChains, PromptsOfAShellAndPatchesComeBackToo) {
    const std::string session =
        "> ls the folder of the project with all of its files and count them by their kind, please do it\n"
        ">> append to the file that was named above and to no other file, whatever the name of it may be\n";
    const std::string text = last_sent({{PartKind::tool_result, "I ran:\n" + session + "\nand "},
                                        {PartKind::tool_result, "Once more:\n" + session + session}});
    EXPECT_TRUE(text.starts_with("Once more:\n")) << text;
}

TEST(CompactionReplyChains, SwitchedOffTheyStay) {
    const std::string mail = reply(kSecond, "Ann", kFirst);
    const std::vector<Part> parts = {{PartKind::tool_result, kFirst}, {PartKind::tool_result, mail}};
    EXPECT_GT(compact(parts, {}).bytes_saved[kReplyChains], 0U);
    EXPECT_FALSE(compact(parts, {{true, true, true, false}}).texts[1].has_value());
}

}  // namespace
}  // namespace greeninfer::optimizer
