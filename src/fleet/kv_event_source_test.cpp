#include "fleet/kv_event_source.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <numeric>
#include <sstream>

#include "testing/simulated_clock.hpp"

namespace greeninfer::fleet {
namespace {

using namespace std::chrono_literals;

std::string capture(std::string_view name) {
    std::ostringstream bytes;
    bytes << std::ifstream(GREENINFER_SOURCE_DIR "/src/fleet/kv_event_fuzz_seeds/" + std::string(name)).rdbuf();
    return bytes.str();
}

std::string numbered(std::uint64_t number) {
    std::string bytes(8, '\0');
    for (int i = 7; i >= 0; --i, number >>= 8U) bytes[static_cast<std::size_t>(i)] = static_cast<char>(number);
    return bytes;
}

class KvEventSourceTest : public ::testing::Test {
protected:
    std::shared_ptr<EndpointState> indexed() {
        auto made = std::make_shared<EndpointState>();
        made->prefix = IndexedEndpoint::in(index, 1000);
        return made;
    }
    std::unique_ptr<EngineBlocks> blocks() { return std::make_unique<EngineBlocks>(state->prefix, "m", 1000); }
    void live(std::uint64_t sequence, const std::string& payload) {
        const std::string number = numbered(sequence);
        const std::string_view frames[] = {"kv@", number, payload};
        source.on_message(frames);
    }
    void reply(std::uint64_t sequence, const std::string& payload, bool has_topic) {
        const std::string number = numbered(sequence);
        const std::string_view frames[] = {"kv@", number, payload};
        source.on_reply(std::span(frames).subspan(has_topic ? 0 : 1));
    }
    std::int64_t known() const { return source.counts().blocks.value(); }
    std::uint64_t losses(KvLoss loss) const { return source.counts().losses[static_cast<std::size_t>(loss)].value(); }
    testing::SimulatedClock clock;
    std::shared_ptr<PrefixIndex> index = std::make_shared<PrefixIndex>(1U << 20U, 1);
    std::shared_ptr<EndpointState> state = indexed();
    KvEventSource source{state, blocks(), true, clock};
};

TEST_F(KvEventSourceTest, AsksForAllThatThereIsAndFollowsIt) {
    source.on_connected();
    EXPECT_EQ(source.question(), numbered(0));
    EXPECT_FALSE(source.question());
    reply(0, capture("maps"), false);
    EXPECT_EQ(source.counts().cleared.value(), 1U);
    EXPECT_EQ(known(), 0) << "the story ends with an empty cache";
    reply(~std::uint64_t{0}, "", false);
    live(1, capture("map_of_arrays"));
    EXPECT_EQ(source.counts().applied.value(), 2U);
    EXPECT_EQ(source.counts().undecodable.value(), 0U);
}

TEST_F(KvEventSourceTest, ReadsRepliesWithATopicToo) {
    source.on_connected();
    source.question();
    reply(3, capture("maps"), true);
    reply(~std::uint64_t{0}, "", true);
    live(4, capture("maps"));
    EXPECT_EQ(source.counts().applied.value(), 2U);
}

TEST_F(KvEventSourceTest, CountsWhatItCannotReadAndGoesOn) {
    source.on_connected();
    source.question();
    reply(~std::uint64_t{0}, "", false);
    live(0, "garbage");
    live(1, capture("maps"));
    const std::string_view alone[] = {"kv@"};
    source.on_message(alone);
    const std::string_view short_number[] = {"kv@", "1", "x"};
    source.on_message(short_number);
    EXPECT_EQ(source.counts().undecodable.value(), 3U);
    EXPECT_EQ(source.counts().applied.value(), 1U);
}

TEST_F(KvEventSourceTest, ForgetsAllWithTheConnection) {
    source.on_connected();
    source.question();
    reply(~std::uint64_t{0}, "", false);
    live(0, capture("stored"));
    EXPECT_EQ(known(), 3);
    EXPECT_EQ(index->blocks(), 3U);
    ASSERT_NE(state->tokens.load(), nullptr) << "prompts are looked for among its tokens";
    EXPECT_EQ(state->tokens.load()->tokens_per_block, 16U);
    source.on_disconnected();
    EXPECT_EQ(state->tokens.load(), nullptr);
    EXPECT_EQ(known(), 0);
    EXPECT_EQ(index->blocks(), 0U);
    EXPECT_EQ(losses(KvLoss::disconnected), 1U);
}

TEST_F(KvEventSourceTest, IsSilentWhereNothingIsHeardForTenSeconds) {
    EXPECT_FALSE(source.counts().is_silent(clock.now()));
    clock.pass(KvEventCounts::kSilentAfter);
    EXPECT_TRUE(source.counts().is_silent(clock.now())) << "it never connected";
    source.on_connected();
    EXPECT_TRUE(source.counts().is_silent(clock.now()));
    source.question();
    reply(~std::uint64_t{0}, "", false);
    EXPECT_FALSE(source.counts().is_silent(clock.now())) << "who answers publishes, even if there is nothing yet";
    clock.pass(1h);
    EXPECT_FALSE(source.counts().is_silent(clock.now())) << "an idle engine has nothing to say";
    source.on_disconnected();
    EXPECT_FALSE(source.counts().is_silent(clock.now()));
    clock.pass(KvEventCounts::kSilentAfter);
    EXPECT_TRUE(source.counts().is_silent(clock.now()));
}

TEST_F(KvEventSourceTest, FollowsOnlyBlocksOfTokensInTheAcceleratorThatStay) {
    source.on_connected();
    source.question();
    reply(0, capture("other_than_tokens"), false);
    EXPECT_EQ(known(), 1) << "the block before the image";
}

TEST_F(KvEventSourceTest, MakesRoomForWhatTheEngineSaysThatItHolds) {
    EngineReport report;
    report.block_tokens = 16;
    report.cache_tokens = 32;
    state->report = std::make_shared<const EngineReport>(report);
    source.on_connected();
    source.question();
    reply(0, capture("stored"), false);
    EXPECT_EQ(known(), 2) << "of three blocks";
}

TEST_F(KvEventSourceTest, NobodyIsToldAnythingAfterItsEnd) {
    {
        KvEventSource other(state, blocks(), false, clock);
        other.on_connected();
        const std::string number = numbered(0), payload = capture("stored");
        const std::string_view frames[] = {"kv@", number, payload};
        other.on_message(frames);
        EXPECT_NE(state->tokens.load(), nullptr);
    }
    EXPECT_EQ(state->tokens.load(), nullptr);
}

TEST_F(KvEventSourceTest, OnlyCountsWhereThereIsNoIndex) {
    KvEventSource plain(state, nullptr, false, clock);
    plain.on_connected();
    EXPECT_FALSE(plain.question());
    const std::string number = numbered(0);
    const std::string payload = capture("maps");
    const std::string_view frames[] = {"kv@", number, payload};
    plain.on_message(frames);
    plain.on_disconnected();
    EXPECT_EQ(plain.counts().applied.value(), 1U);
    EXPECT_EQ(plain.counts().blocks.value(), 0);
}

}  // namespace
}  // namespace greeninfer::fleet
