#include "fleet/kv_event.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <numeric>
#include <sstream>

namespace greeninfer::fleet {
namespace {

using ::testing::ElementsAre;

// What each capture holds is said where they are made: tests/harness/kv_captures.py.
std::string capture(std::string_view name) {
    std::ostringstream bytes;
    std::ifstream file(GREENINFER_SOURCE_DIR "/src/fleet/kv_event_fuzz_seeds/" + std::string(name), std::ios::binary);
    EXPECT_TRUE(file) << name;
    bytes << file.rdbuf();
    return bytes.str();
}

KvEventBatch decoded(std::string_view bytes) {
    const auto batch = decode_kv_events(bytes);
    EXPECT_TRUE(batch) << batch.error().detail;
    return batch.value_or(KvEventBatch{});
}

std::vector<std::uint32_t> tokens(std::uint32_t first, std::size_t count) {
    std::vector<std::uint32_t> list(count);
    std::iota(list.begin(), list.end(), first);
    return list;
}

TEST(KvEvents, TellTheSameStoryInEveryForm) {
    for (const char* const name : {"arrays", "arrays_of_old", "maps", "array_of_maps", "map_of_arrays"}) {
        SCOPED_TRACE(name);
        const KvEventBatch batch = decoded(capture(name));
        ASSERT_EQ(batch.events.size(), 4U);
        const auto& first = std::get<KvBlocksStored>(batch.events[0]);
        EXPECT_THAT(first.hashes, ElementsAre(1, 2));
        EXPECT_FALSE(first.parent);
        EXPECT_EQ(first.tokens, tokens(0, 32));
        EXPECT_EQ(first.tokens_per_block, 16U);
        EXPECT_EQ(first.plain_blocks, 2U);
        EXPECT_FALSE(first.is_adapted);
        EXPECT_TRUE(is_accelerator(first.medium));
        const auto& second = std::get<KvBlocksStored>(batch.events[1]);
        EXPECT_THAT(second.hashes, ElementsAre(static_cast<EngineHash>(-3)));
        EXPECT_EQ(second.parent, 2U);
        EXPECT_EQ(second.tokens, tokens(100, 16));
        EXPECT_THAT(std::get<KvBlocksRemoved>(batch.events[2]).hashes, ElementsAre(1));
        EXPECT_TRUE(std::holds_alternative<KvAllCleared>(batch.events[3]));
        EXPECT_EQ(batch.unknown_events, 0U);
    }
}

TEST(KvEvents, HaveHashesOfBytes) {
    const KvEventBatch batch = decoded(capture("hashes_of_bytes"));
    ASSERT_EQ(batch.events.size(), 2U);
    const auto& stored = std::get<KvBlocksStored>(batch.events[0]);
    EXPECT_THAT(stored.hashes, ElementsAre(0x0001020304050607U));
    EXPECT_EQ(stored.parent, 0x2021222324252627U);
    EXPECT_EQ(std::get<KvBlocksRemoved>(batch.events[1]).hashes, stored.hashes);
}

TEST(KvEvents, HaveSignedAndUnsignedHashes) {
    constexpr EngineHash kHigh = 1ULL << 63U;
    EXPECT_THAT(std::get<KvBlocksRemoved>(decoded(capture("hashes_at_the_ends")).events.at(0)).hashes,
                ElementsAre(~EngineHash{0}, ~EngineHash{0}, kHigh, kHigh, 0));
}

TEST(KvEvents, TakeWhatIsMissingForNil) {
    const KvEventBatch batch = decoded(capture("missing_members"));
    ASSERT_EQ(batch.events.size(), 2U);
    const auto& stored = std::get<KvBlocksStored>(batch.events[0]);
    EXPECT_FALSE(stored.parent);
    EXPECT_FALSE(stored.group);
    EXPECT_FALSE(stored.window);
    EXPECT_THAT(stored.tokens, ElementsAre(5, 6));
    EXPECT_EQ(stored.plain_blocks, 1U);
}

TEST(KvEvents, PassOverWhatIsNotKnown) {
    const KvEventBatch batch = decoded(capture("unknown_members"));
    EXPECT_EQ(batch.unknown_events, 1U);
    ASSERT_EQ(batch.events.size(), 2U);
    EXPECT_THAT(std::get<KvBlocksStored>(batch.events[0]).hashes, ElementsAre(7));
    EXPECT_THAT(std::get<KvBlocksRemoved>(batch.events[1]).hashes, ElementsAre(7));
}

TEST(KvEvents, SayWhichBlocksAreMoreThanTheirTokens) {
    const KvEventBatch batch = decoded(capture("other_than_tokens"));
    ASSERT_EQ(batch.events.size(), 5U);
    EXPECT_EQ(std::get<KvBlocksStored>(batch.events[0]).plain_blocks, 1U) << "an image begins in the second";
    EXPECT_TRUE(std::get<KvBlocksStored>(batch.events[1]).is_adapted);
    EXPECT_EQ(std::get<KvBlocksStored>(batch.events[2]).group, 1);
    EXPECT_EQ(std::get<KvBlocksStored>(batch.events[2]).window, 4096);
    EXPECT_FALSE(is_accelerator(std::get<KvBlocksStored>(batch.events[3]).medium));
    EXPECT_EQ(std::get<KvBlocksRemoved>(batch.events[4]).group, 1);
}

TEST(KvEvents, AreRefusedAsAWholeWhenOneCannotBeRead) {
    // Hand-written MessagePack; what it is stands beside it.
    struct Row {
        const char* name;
        std::string bytes;
    };
    const auto bytes = [](std::initializer_list<int> list) { return std::string(list.begin(), list.end()); };
    const std::string cut = capture("maps").substr(0, capture("maps").size() - 3);
    const Row rows[] = {
        {"nothing", ""},
        {"text", "hello"},
        {"nil", bytes({0xc0})},
        {"an empty array", bytes({0x90})},
        {"[0, 1]: events that are a number", bytes({0x92, 0, 1})},
        {"[0, [1]]: an event that is a number", bytes({0x92, 0, 0x91, 1})},
        {"[0, [[]]]: an event without a type", bytes({0x92, 0, 0x91, 0x90})},
        {"[0, [{}]]", bytes({0x92, 0, 0x91, 0x80})},
        {"one that is cut off", cut},
        {"one with a byte behind it", capture("maps") + std::string(1, 0)},
        {"one with something behind it", capture("maps") + "x"},
        {"an array of more than there is", bytes({0xdd, 0xff, 0xff, 0xff, 0xff, 0xc0})},
        {"a megabyte of open arrays", std::string(1 << 20, '\x91')},
        {"a megabyte of open maps", std::string(1 << 20, '\x81')},
    };
    for (const Row& row : rows) {
        SCOPED_TRACE(row.name);
        EXPECT_FALSE(decode_kv_events(row.bytes));
    }
}

// {"events": [{"type": "BlockStored", "block_hashes": [H], "token_ids": [T...], "block_size": S}]}
std::string stored(std::string_view hash, std::string_view token_list, char size) {
    const auto text = [](std::string_view value) {
        return std::string(1, static_cast<char>(0xa0 + value.size())) + std::string(value);
    };
    return "\x81" + text("events") + "\x91\x84" + text("type") + text("BlockStored") + text("block_hashes") + "\x91" +
           std::string(hash) + text("token_ids") + std::string(token_list) + text("block_size") + size;
}

TEST(KvEvents, AreRefusedWhereABlockIsNone) {
    EXPECT_TRUE(decode_kv_events(stored("\x01", "\x92\x05\x06", 2)));
    EXPECT_FALSE(decode_kv_events(stored("\xc0", "\x92\x05\x06", 2))) << "nil is no hash";
    EXPECT_FALSE(decode_kv_events(stored("\xa1x", "\x92\x05\x06", 2))) << "text is no hash";
    EXPECT_FALSE(decode_kv_events(stored("\xc4\x03zzz", "\x92\x05\x06", 2))) << "three bytes are no hash";
    EXPECT_FALSE(decode_kv_events(stored("\x01", "\x92\x05\xff", 2))) << "-1 is no token";
    EXPECT_FALSE(decode_kv_events(stored("\x01", "\x91\x05", 2))) << "too few tokens";
    EXPECT_FALSE(decode_kv_events(stored("\x01", "\x92\x05\x06", 1))) << "too many tokens";
    EXPECT_FALSE(decode_kv_events(stored("\x01", "\x90", 0))) << "no size";
}

}  // namespace
}  // namespace greeninfer::fleet
