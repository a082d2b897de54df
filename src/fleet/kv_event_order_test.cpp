#include "fleet/kv_event_order.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <set>
#include <vector>

namespace greeninfer::fleet {
namespace {

using namespace std::chrono_literals;
using Log = std::vector<std::string>;

class Listener : public KvBatchListener {
public:
    void on_batch(std::string_view payload) override { log.emplace_back(payload); }
    void on_duplicate() override { ++duplicates; }
    void on_loss(KvLoss loss) override { log.emplace_back(kKvLossNames[static_cast<std::size_t>(loss)]); }

    Log log;
    int duplicates = 0;
};

class KvEventOrderTest : public ::testing::Test {
protected:
    void live(std::uint64_t sequence) { order.live(sequence, std::to_string(sequence), now); }
    void replayed(std::uint64_t sequence) { order.replayed(sequence, std::to_string(sequence), now); }
    // Of a publisher that has nothing yet.
    void begin() {
        order.connected(now);
        EXPECT_EQ(order.take_replay_request(), 0U);
        order.replay_ended();
    }

    Moment now{};
    Listener listener;
    KvEventOrder order{listener, true};
    Listener plain_listener;
    KvEventOrder plain{plain_listener, false};
};

TEST_F(KvEventOrderTest, PassesOnWhatComesInOrder) {
    begin();
    for (const int i : {0, 1, 2}) live(i);
    EXPECT_EQ(listener.log, (Log{"0", "1", "2"}));
    EXPECT_FALSE(order.take_replay_request());
}

TEST_F(KvEventOrderTest, BeginsWithWhatThePublisherStillHas) {
    order.connected(now);
    EXPECT_EQ(order.take_replay_request(), 0U);
    EXPECT_FALSE(order.take_replay_request()) << "once is enough";
    live(9);
    for (const int i : {7, 8, 9, 10}) replayed(i);
    EXPECT_EQ(listener.log, (Log{"7", "8", "9", "10"})) << "that there were others before is no loss of anything";
    order.replay_ended();
    live(10);
    live(11);
    EXPECT_EQ(listener.log, (Log{"7", "8", "9", "10", "11"}));
    EXPECT_EQ(listener.duplicates, 2) << "9 and 10 came by both ways and count once";
}

TEST_F(KvEventOrderTest, BeginsWithABatchThatIsSeenBeforeItsConnection) {
    live(3);
    EXPECT_EQ(order.take_replay_request(), 0U);
    order.connected(now);
    EXPECT_FALSE(order.take_replay_request());
    for (const int i : {2, 3}) replayed(i);
    order.replay_ended();
    EXPECT_EQ(listener.log, (Log{"2", "3"}));
}

TEST_F(KvEventOrderTest, AsksForAGapAndCountsNothingTwice) {
    begin();
    live(0);
    live(3);
    EXPECT_EQ(order.take_replay_request(), 1U);
    live(4);
    EXPECT_EQ(listener.log, (Log{"0"})) << "what comes behind a gap waits";
    for (const int i : {1, 2, 3}) replayed(i);
    order.replay_ended();
    live(5);
    EXPECT_EQ(listener.log, (Log{"0", "1", "2", "3", "4", "5"}));
    EXPECT_EQ(listener.duplicates, 1);
}

TEST_F(KvEventOrderTest, LosesAllWhenAGapIsTooOld) {
    begin();
    live(0);
    live(20);
    EXPECT_EQ(order.take_replay_request(), 1U);
    for (const int i : {18, 19, 20}) replayed(i);
    order.replay_ended();
    EXPECT_EQ(listener.log, (Log{"0", "gap", "18", "19", "20"}));
}

TEST_F(KvEventOrderTest, LosesAllWhenNobodyAnswers) {
    begin();
    live(0);
    live(2);
    now += KvEventOrder::kReplayTimeout - 1ms;
    order.tick(now);
    EXPECT_EQ(listener.log, (Log{"0"}));
    now += 1ms;
    order.tick(now);
    EXPECT_EQ(listener.log, (Log{"0", "gap", "2"}));
    replayed(1);
    EXPECT_EQ(listener.log, (Log{"0", "gap", "2"})) << "an answer that comes too late";
    live(3);
    EXPECT_EQ(listener.log.back(), "3");
}

TEST_F(KvEventOrderTest, WaitsForAReplayForAsLongAsItGoesOn) {
    begin();
    live(0);
    live(3);
    for (const int i : {1, 2}) {
        now += KvEventOrder::kReplayTimeout - 1ms;
        order.tick(now);
        replayed(i);
    }
    order.replay_ended();
    EXPECT_EQ(listener.log, (Log{"0", "1", "2", "3"}));
}

TEST_F(KvEventOrderTest, LosesAllWhenNumbersBeginAgain) {
    begin();
    for (const int i : {0, 1, 2}) live(i);
    live(0);
    live(1);
    EXPECT_EQ(listener.log, (Log{"0", "1", "2", "restart", "0", "1"}));
    EXPECT_FALSE(order.take_replay_request()) << "nothing was missed";
}

TEST_F(KvEventOrderTest, AsksForWhatWasMissedOfANewBeginning) {
    begin();
    for (const int i : {0, 1, 2}) live(i);
    live(1);
    EXPECT_EQ(order.take_replay_request(), 0U);
    replayed(0);
    order.replay_ended();
    EXPECT_EQ(listener.log, (Log{"0", "1", "2", "restart", "0", "1"}));
}

TEST_F(KvEventOrderTest, LosesAllWithTheConnectionAndBeginsAnew) {
    begin();
    live(0);
    order.disconnected();
    order.disconnected();
    EXPECT_EQ(listener.log, (Log{"0", "disconnected"})) << "what is lost once cannot be lost again";
    order.connected(now);
    EXPECT_EQ(order.take_replay_request(), 0U);
    for (const int i : {0, 1}) replayed(i);
    order.replay_ended();
    EXPECT_EQ(listener.log, (Log{"0", "disconnected", "0", "1"}));
}

TEST_F(KvEventOrderTest, LosesAllWithEachGapWhereNobodyCanBeAsked) {
    plain.connected(now);
    EXPECT_FALSE(plain.take_replay_request());
    for (const int i : {5, 6, 8, 9, 2}) plain.live(i, std::to_string(i), now);
    EXPECT_EQ(plain_listener.log, (Log{"5", "6", "gap", "8", "9", "restart", "2"}));
}

TEST_F(KvEventOrderTest, HoldsNoMoreThanItsLimitsWhileItWaits) {
    begin();
    live(0);
    const std::string large(KvEventOrder::kWaitingBytesMax / 2 - 1, 'x');
    for (const int i : {2, 3, 4}) order.live(i, large, now);
    ASSERT_EQ(listener.log.size(), 3U);
    EXPECT_EQ(listener.log[1], "gap");
    EXPECT_EQ(listener.log[2].size(), large.size()) << "the newest one, which would not have had room";
    EXPECT_FALSE(order.take_replay_request());
    live(5);
    EXPECT_EQ(listener.log.back(), "5");
}

// Whatever is lost and repeated on the way, each batch counts once, in order, and none is missed without a loss.
RC_GTEST_PROP(KvEventOrderProperty, CountsEachBatchOnce, ()) {
    Listener listener;
    KvEventOrder order(listener, true);
    const auto is_lost = *rc::gen::container<std::vector<bool>>(60, rc::gen::arbitrary<bool>());
    const auto kept = *rc::gen::inRange<std::size_t>(1, 60);
    Moment now{};
    order.connected(now);
    for (std::size_t i = 0; i < is_lost.size(); ++i) {
        if (!is_lost[i]) order.live(i, std::to_string(i), now);
        const auto first = order.take_replay_request();
        if (!first) continue;
        for (std::size_t k = std::max<std::size_t>(*first, i + 1 - std::min(i + 1, kept)); k <= i; ++k) {
            order.replayed(k, std::to_string(k), now);
        }
        order.replay_ended();
    }
    std::optional<std::size_t> last;
    bool may_jump = true;
    for (const std::string& entry : listener.log) {
        if (entry == "gap") {
            may_jump = true;
            continue;
        }
        const std::size_t number = std::stoul(entry);
        RC_ASSERT(!last || number > *last);
        RC_ASSERT(may_jump || number == *last + 1);
        may_jump = false;
        last = number;
    }
}

}  // namespace
}  // namespace greeninfer::fleet
