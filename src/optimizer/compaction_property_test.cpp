#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <simdjson.h>

#include <algorithm>
#include <numeric>

#include "optimizer/compaction.hpp"
#include "optimizer/compaction_conversation_for_test.hpp"
#include "optimizer/compaction_restored_for_test.hpp"

namespace greeninfer::optimizer {
namespace {

CompactionSwitches arbitrary_switches() {
    CompactionSwitches switches;
    for (bool& enabled : switches.enabled) enabled = number_for_test(0, 4) > 0;
    return switches;
}

std::vector<std::string> sent(const std::vector<Part>& parts, const Compacted& compacted) {
    std::vector<std::string> texts;
    for (std::size_t index = 0; index < parts.size(); ++index) {
        texts.emplace_back(sent_text_for_test(parts, compacted, index));
    }
    return texts;
}

std::string without_white_space(std::string text) {
    std::erase_if(text, [](char byte) { return byte == ' ' || byte == '\t' || byte == '\r' || byte == '\n'; });
    return text;
}

TEST(CompactionProperties, RepeatsAndReplyChainsComeBackByteForByte) {
    EXPECT_TRUE(rc::check([] {
        const ConversationForTest conversation = conversation_for_test();
        const Compacted compacted = compact(conversation.parts, {{false, false, true, true}});
        RC_CLASSIFY(compacted.bytes_saved[2] > 0, "repeats");
        RC_CLASSIFY(compacted.bytes_saved[3] > 0, "reply chains");
        RC_ASSERT(restored_for_test(conversation.parts, compacted) == conversation.texts);
    }));
}

TEST(CompactionProperties, AllKindsTogetherChangeNothingButWhiteSpace) {
    EXPECT_TRUE(rc::check([] {
        const ConversationForTest conversation = conversation_for_test();
        const Compacted compacted = compact(conversation.parts, arbitrary_switches());
        const auto restored = restored_for_test(conversation.parts, compacted);
        for (std::size_t index = 0; index < restored.size(); ++index) {
            RC_ASSERT(without_white_space(restored[index]) == without_white_space(conversation.texts[index]));
        }
    }));
}

TEST(CompactionProperties, TwiceIsOnce) {
    EXPECT_TRUE(rc::check([] {
        const ConversationForTest conversation = conversation_for_test();
        const CompactionSwitches switches = arbitrary_switches();
        const auto once = sent(conversation.parts, compact(conversation.parts, switches));
        std::vector<Part> parts = conversation.parts;
        for (std::size_t index = 0; index < parts.size(); ++index) parts[index].text = once[index];
        const Compacted again = compact(parts, switches);
        RC_ASSERT(sent(parts, again) == once);
        for (const auto& text : again.texts) RC_ASSERT(!text.has_value());
    }));
}

TEST(CompactionProperties, LaterPartsChangeNothingOfEarlierOnes) {
    EXPECT_TRUE(rc::check([] {
        const ConversationForTest conversation = conversation_for_test();
        const CompactionSwitches switches = arbitrary_switches();
        const auto all = compact(conversation.parts, switches).texts;
        const auto count = number_for_test(0, conversation.parts.size());
        const auto fewer = compact({conversation.parts.data(), count}, switches).texts;
        RC_ASSERT(std::equal(fewer.begin(), fewer.end(), all.begin()));
    }));
}

TEST(CompactionProperties, NothingGrowsAndTheAccountIsExact) {
    EXPECT_TRUE(rc::check([] {
        const ConversationForTest conversation = conversation_for_test();
        const Compacted compacted = compact(conversation.parts, arbitrary_switches());
        std::uint64_t saved = 0;
        for (std::size_t index = 0; index < conversation.parts.size(); ++index) {
            if (!compacted.texts[index]) continue;
            RC_ASSERT(conversation.parts[index].kind != PartKind::fixed);
            RC_ASSERT(conversation.parts[index].kind != PartKind::assistant);
            RC_ASSERT(compacted.texts[index]->size() < conversation.texts[index].size());
            saved += conversation.texts[index].size() - compacted.texts[index]->size();
        }
        RC_ASSERT(saved ==
                  std::accumulate(compacted.bytes_saved.begin(), compacted.bytes_saved.end(), std::uint64_t{0}));
    }));
}

TEST(CompactionProperties, ValidTextStaysValid) {
    EXPECT_TRUE(rc::check([] {
        const ConversationForTest conversation = conversation_for_test();
        const Compacted compacted = compact(conversation.parts, {});
        for (const std::string& text : sent(conversation.parts, compacted)) {
            RC_ASSERT(simdjson::validate_utf8(text.data(), text.size()));
        }
    }));
}

TEST(CompactionProperties, AKindThatIsOffSavesNothing) {
    EXPECT_TRUE(rc::check([] {
        const ConversationForTest conversation = conversation_for_test();
        const CompactionSwitches switches = arbitrary_switches();
        const Compacted compacted = compact(conversation.parts, switches);
        for (std::size_t kind = 0; kind < kCompactionKinds; ++kind) {
            if (!switches.enabled[kind]) RC_ASSERT(compacted.bytes_saved[kind] == 0U);
        }
    }));
}

}  // namespace
}  // namespace greeninfer::optimizer
