#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <map>
#include <set>

#include "fleet/warm_fleet_for_test.hpp"

namespace greeninfer::fleet {
namespace {

using namespace std::chrono_literals;

class KvAware : public testing::Test {
protected:
    KvAware() {
        for (std::size_t i = 0; i < 4; ++i) fleet_.pace(i, 2000);
    }

    WarmFleet fleet_{4};
};

TEST_F(KvAware, GoesWhereThePrefixIs) {
    fleet_.warm(2, *fleet_.prompt("a", 2000));
    const auto prompt = fleet_.prompt("a", 2000, 160);
    for (std::uint64_t turn = 0; turn < 8; ++turn) {
        const Placement placement = fleet_.choose(*prompt, turn);
        EXPECT_EQ(fleet_.index_of(placement), 2u);
        EXPECT_EQ(placement.reason, PlacementReason::kv_aware);
        ASSERT_TRUE(placement.weighed.has_value());
        EXPECT_EQ(placement.weighed->won_by, WonBy::cache);
        EXPECT_EQ(placement.weighed->shown[0].endpoint, &fleet_.at(2));
        EXPECT_DOUBLE_EQ(placement.weighed->shown[0].cached_tokens, 2000);
        EXPECT_DOUBLE_EQ(placement.weighed->mean_cached_tokens, 500);
        EXPECT_GT(*placement.weighed->mean_it_energy, *placement.weighed->it_energy);
    }
}

TEST_F(KvAware, ColdPromptsShareTheFleet) {
    std::map<std::size_t, int> chosen;
    for (std::uint64_t turn = 0; turn < 40; ++turn) {
        ++chosen[fleet_.index_of(fleet_.choose(*fleet_.prompt(std::to_string(turn), 800), turn))];
    }
    EXPECT_THAT(chosen, testing::Each(testing::Pair(testing::_, 10)));
}

TEST_F(KvAware, ColdPromptsGoWhereTheyDisplaceLeast) {
    for (const std::size_t i : {0u, 1u, 3u}) fleet_.warm(i, *fleet_.prompt("other", 1600, 160, static_cast<char>(i)));
    for (std::uint64_t turn = 0; turn < 8; ++turn) {
        EXPECT_EQ(fleet_.index_of(fleet_.choose(*fleet_.prompt("cold", 800), turn)), 2u);
    }
    fleet_.at(2).state->in_flight = 1;
    EXPECT_NE(fleet_.index_of(fleet_.choose(*fleet_.prompt("cold", 800))), 2u) << "load comes before room";
}

TEST_F(KvAware, AShortCommonBeginningBringsNotAllToOne) {
    std::map<std::size_t, int> chosen;
    for (int i = 0; i < 40; ++i) {
        const auto prompt = fleet_.prompt("instructions", 64, 1600, static_cast<char>('A' + i));
        const std::size_t where = fleet_.index_of(fleet_.choose(*prompt));
        fleet_.warm(where, *prompt);
        ++chosen[where];
    }
    EXPECT_THAT(chosen, testing::Each(testing::Pair(testing::_, 10)));
}

TEST_F(KvAware, ABurstOfOnePrefixStaysTogetherUntilItsQueueCostsMoreThanReading) {
    std::vector<std::unique_ptr<PlacedPrompt>> running;
    std::vector<std::unique_ptr<InFlight>> in_flight;
    std::map<std::size_t, int> chosen;
    for (int i = 0; i < 60; ++i) {
        const auto prompt = fleet_.prompt("burst", 2000, 64, static_cast<char>('A' + i % 26));
        const Placement placement = fleet_.choose(*prompt, static_cast<std::uint64_t>(i));
        const auto& winner = placement.weighed->shown[0];
        running.push_back(std::make_unique<PlacedPrompt>(*placement.endpoint, prompt, winner.missed_tokens,
                                                         WarmFleet::kNow, Seconds(winner.first_token_seconds)));
        in_flight.push_back(std::make_unique<InFlight>(*placement.endpoint));
        ++chosen[fleet_.index_of(placement)];
        if (i == 3) EXPECT_EQ(chosen.size(), 1u) << "what was sent counts before anything is confirmed";
    }
    EXPECT_GE(chosen.size(), 3u) << "no replica starves the others";
    for (const auto& [endpoint, count] : chosen) EXPECT_LE(count, 40) << endpoint;
    running.clear();
    EXPECT_EQ(fleet_.index().blocks(), 0u) << "of attempts that failed nothing is left";
    for (std::size_t i = 0; i < 4; ++i) EXPECT_EQ(fleet_.at(i).state->unread_tokens, 0);
}

TEST_F(KvAware, OneThatOnlyGreetedIsNoQuickerThanOthers) {
    WarmFleet fleet(3);
    for (std::size_t i = 0; i < 2; ++i) fleet.pace(i, 100);
    fleet.at(2).state->pace.record_first_token(10, Seconds(0.05));
    fleet.at(2).state->pace.record_output(5, Seconds(0.05));
    const Placement placement = fleet.choose(*fleet.prompt("a", 1000));
    for (std::size_t i = 0; i < 3; ++i) EXPECT_GT(placement.weighed->shown[i].first_token_seconds, 5);
}

TEST_F(KvAware, AQuickColdEndpointBeatsASlowWarmOne) {
    for (std::size_t i = 0; i < 3; ++i) fleet_.pace(i, 100'000);
    fleet_.pace(3, 50);
    fleet_.warm(3, *fleet_.prompt("a", 1600));
    const auto prompt = fleet_.prompt("a", 1600, 800);
    EXPECT_NE(fleet_.index_of(fleet_.choose(*prompt)), 3u);
}

TEST_F(KvAware, TheLoadGuardLeavesOutWhomAllRunTo) {
    const auto prompt = fleet_.prompt("a", 16'000);
    fleet_.warm(1, *prompt);
    EXPECT_EQ(fleet_.index_of(fleet_.choose(*prompt)), 1u);
    fleet_.at(1).state->in_flight = 33;
    EXPECT_NE(fleet_.index_of(fleet_.choose(*prompt)), 1u);
    for (const std::size_t i : {0u, 2u, 3u}) fleet_.at(i).state->in_flight = 30;
    EXPECT_EQ(fleet_.index_of(fleet_.choose(*prompt)), 1u) << "all are busy";
}

// It has nothing to do because it was away; the rest of the fleet has enough, and is no herd for that.
TEST_F(KvAware, OneThatComesBackDoesNotShutOutTheOthers) {
    const auto prompt = fleet_.prompt("a", 1600);
    fleet_.warm(1, *prompt);
    for (const std::size_t i : {0u, 1u, 2u}) fleet_.at(i).state->in_flight = 90;
    EXPECT_EQ(fleet_.index_of(fleet_.choose(*prompt)), 1u);
}

// Read again at 2, it would come 0.2 s sooner than behind the queue at 1; but four would wait for that.
TEST_F(KvAware, OthersWaitWhileAPromptIsReadThatAnotherHas) {
    const auto prompt = fleet_.prompt("a", 2000);
    fleet_.warm(1, *prompt);
    fleet_.has_unread(1, 2400);
    for (const std::size_t i : {0u, 2u, 3u}) fleet_.has_unread(i, 0);
    EXPECT_NE(fleet_.index_of(fleet_.choose(*prompt)), 1u) << "nobody is there";
    for (std::size_t i = 0; i < 4; ++i) fleet_.at(i).state->in_flight = 4;
    EXPECT_EQ(fleet_.index_of(fleet_.choose(*prompt)), 1u);
}

TEST_F(KvAware, FullSlotsAndReportedQueuesCostTime) {
    const auto prompt = fleet_.prompt("a", 1000);
    fleet_.warm(0, *prompt);
    fleet_.at(0).slots = 2;
    fleet_.at(0).state->in_flight = 1;
    EXPECT_EQ(fleet_.index_of(fleet_.choose(*prompt)), 0u);
    fleet_.at(0).state->in_flight = 4;
    EXPECT_NE(fleet_.index_of(fleet_.choose(*prompt)), 0u);
    fleet_.at(0).state->in_flight = 0;
    fleet_.at(0).state->report =
        std::make_shared<const EngineReport>(EngineReport{.read_at = WarmFleet::kNow, .running = 1, .waiting = 5});
    EXPECT_NE(fleet_.index_of(fleet_.choose(*prompt)), 0u);
}

TEST_F(KvAware, LearntDistrustLowersWhatAWarmCacheIsWorth) {
    const auto prompt = fleet_.prompt("a", 1600, 160);
    fleet_.warm(1, *prompt);
    for (int i = 0; i < 60; ++i) fleet_.at(1).state->cache_trust.record(1000, 250, 2000);
    const Placement placement = fleet_.choose(*prompt);
    EXPECT_NEAR(placement.weighed->shown[0].cached_tokens, 1760 * 0.25, 20);
    EXPECT_DOUBLE_EQ(placement.weighed->indexed_tokens, 1760);
}

TEST_F(KvAware, AnEndpointThatCannotAnswerIsPassedOver) {
    const auto prompt = fleet_.prompt("a", 1600);
    fleet_.warm(1, *prompt);
    fleet_.at(1).state->healthy = false;
    EXPECT_NE(fleet_.index_of(fleet_.choose(*prompt)), 1u);
    EXPECT_EQ(fleet_.choose(*prompt).weighed->all, 3u);
}

TEST_F(KvAware, ExplorationGoesInTurnWhereNoLongBeginningIsReadAnew) {
    const auto explored = [this](PromptPrefix& prompt) {
        std::set<std::size_t> chosen;
        for (std::uint64_t turn = 0; turn < 8; ++turn) {
            StrategyView view = fleet_.view(prompt);
            view.explores = true;
            const Placement placement = fleet_.choose(view, turn);
            EXPECT_EQ(placement.reason, PlacementReason::explored);
            chosen.insert(fleet_.index_of(placement));
        }
        return chosen;
    };
    const auto prompt = fleet_.prompt("a", 1600);
    EXPECT_EQ(explored(*prompt).size(), 4u) << "nobody has it";
    fleet_.warm(1, *prompt);
    fleet_.warm(3, *prompt);
    EXPECT_THAT(explored(*prompt), testing::ElementsAre(1, 3));
}

TEST_F(KvAware, WithoutAPromptTheFallbackDecides) {
    PromptPrefix empty;
    empty.index = fleet_.prompt("a", 0)->index;
    const InFlight busy(fleet_.at(0));
    const Placement placement = fleet_.choose(empty);
    EXPECT_EQ(placement.reason, PlacementReason::least_busy);
    EXPECT_NE(fleet_.index_of(placement), 0u);
    EXPECT_FALSE(placement.weighed.has_value());
}

TEST_F(KvAware, TheReceiptIsBounded) {
    WarmFleet many(30);
    const auto prompt = many.prompt("a", 160);
    const Placement placement = many.choose(*prompt);
    EXPECT_EQ(placement.weighed->shown_count, WeighedEndpoints::kShown);
    EXPECT_EQ(placement.weighed->all, 30u);
    EXPECT_EQ(placement.weighed->shown[0].endpoint, placement.endpoint.get());
}

// Endpoint i is in a zone of grams[i] g/kWh; all read 20,000 tokens a second, 0.01 s after they were asked.
class Zones {
public:
    explicit Zones(const std::vector<double>& grams, std::chrono::milliseconds max_added_latency = 150ms,
                   bool has_answered = true, GreenPriority priority = GreenPriority::low_carbon)
        : fleet(grams.size()),
          settings_{.enabled = true, .priority = priority, .max_added_latency = max_added_latency} {
        std::vector<grid::ZoneState> zones;
        for (std::size_t i = 0; i < grams.size(); ++i) {
            if (has_answered) fleet.pace(i, 20'000);
            fleet.at(i).place = {.zone = std::to_string(i), .zone_index = i, .pue = 1.2};
            const grid::Reading reading{.intensity = CarbonIntensity::grams_per_kilowatt_hour(grams[i]),
                                        .source = grid::Source::electricity_maps,
                                        .fetched_at = WarmFleet::kNow,
                                        .log_deviation = grid::kLiveLogDeviation};
            zones.push_back({.zone = {}, .now = reading, .table = reading, .forecast = {}});
        }
        grid_ = std::make_unique<const grid::Snapshot>(std::move(zones));
    }

    Placement choose(const StrategyView& view, std::uint64_t turn = 0) const {
        const GreenView green{settings_, *grid_, 2h, fleet.profile(), view.expected_work};
        return choose_endpoint(fleet.endpoints(), {}, turn, WarmFleet::kNow, {}, &green, view).value();
    }
    std::size_t chosen(PromptPrefix& prompt) const { return fleet.index_of(choose(fleet.view(prompt))); }

    WarmFleet fleet;

private:
    GreenSettings settings_;
    std::unique_ptr<const grid::Snapshot> grid_;
};

// Two regions of the same latency: the warm one must be taken unless the other is cleaner by more than the cache is
// worth, and then the receipt says that carbon decided.
TEST(KvAwareAndGreen, AWarmCacheAndACleanRegionCompeteInGrams) {
    const auto placed_with = [](double grams_warm, double grams_cold) {
        const Zones zones({grams_warm, grams_cold}, 1s);
        const auto prompt = zones.fleet.prompt("a", 3200);
        zones.fleet.warm(0, *prompt);
        const Placement placement = zones.choose(zones.fleet.view(*prompt));
        return std::pair(zones.fleet.index_of(placement), *placement.weighed);
    };
    // Cold: 3200 x 0.01 + 50 x 0.18 = 41 mWh; warm: 9 mWh.
    EXPECT_EQ(placed_with(400, 400).first, 0u);
    EXPECT_EQ(placed_with(400, 150).first, 0u) << "the cleaner region would have to read it all";
    const auto [index, weighed] = placed_with(400, 40);
    EXPECT_EQ(index, 1u);
    EXPECT_EQ(weighed.won_by, WonBy::carbon);
    EXPECT_LT(*weighed.shown[0].carbon, *weighed.shown[1].carbon);
}

TEST(KvAwareAndGreen, CarbonWaitsInNoQueueThatTheLeastBusyHasNot) {
    const Zones zones({400, 40});
    const auto prompt = zones.fleet.prompt("a", 1600);
    EXPECT_EQ(zones.chosen(*prompt), 1u);
    zones.fleet.has_unread(1, 2000);
    zones.fleet.at(1).state->in_flight = 1;
    EXPECT_EQ(zones.chosen(*prompt), 0u) << "0.1 s behind another, within the limit as it is";
    zones.fleet.has_unread(0, 2000);
    zones.fleet.at(0).state->in_flight = 1;
    EXPECT_EQ(zones.chosen(*prompt), 1u) << "they all wait";
}

TEST(KvAwareAndGreen, ThoseWhoWouldWaitForItCountInTheLimit) {
    const Zones zones({400, 40});
    const auto prompt = zones.fleet.prompt("a", 1600);
    zones.fleet.warm(0, *prompt);
    EXPECT_EQ(zones.chosen(*prompt), 1u) << "read again where it is clean, 0.08 s later";
    for (const std::size_t i : {0u, 1u}) zones.fleet.at(i).state->in_flight = 4;
    EXPECT_EQ(zones.chosen(*prompt), 0u) << "five would be 0.08 s later";
}

TEST(KvAwareAndGreen, OneThatWasSlowIsTriedAgainAfterAMinuteAndByOneRequest) {
    const Zones zones({400, 40});
    EndpointState& slow = *zones.fleet.at(1).state;
    for (int i = 0; i < 30; ++i) slow.pace.record_first_token(1600, Seconds(2));
    slow.latency.record(2s, WarmFleet::kNow);
    const auto prompt = zones.fleet.prompt("a", 1600);
    EXPECT_EQ(zones.chosen(*prompt), 0u);
    slow.latency.record(2s, WarmFleet::kNow - 61s);
    EXPECT_EQ(zones.chosen(*prompt), 1u);
    EXPECT_EQ(zones.chosen(*prompt), 0u) << "until it has answered, others go by what was known";
}

TEST(KvAwareAndGreen, WhoExploresKeepsTheLimit) {
    const Zones zones({400, 40, 40}, 20ms);
    const auto prompt = zones.fleet.prompt("a", 1600);
    for (const std::size_t i : {0u, 1u}) zones.fleet.warm(i, *prompt);
    for (std::uint64_t turn = 0; turn < 3; ++turn) {
        StrategyView view = zones.fleet.view(*prompt);
        view.explores = true;
        EXPECT_EQ(zones.fleet.index_of(zones.choose(view, turn)), 1u) << "where it is clean and soon";
    }
}

TEST(KvAwareAndGreen, OfThoseThatAreAsSoonTheCleanestIsTakenWhileItHasRoom) {
    const Zones zones({400, 40, 100}, 150ms, true, GreenPriority::latency);
    EXPECT_EQ(zones.chosen(*zones.fleet.prompt("a", 800)), 1u);
    zones.fleet.warm(0, *zones.fleet.prompt("b", 1600));
    EXPECT_EQ(zones.chosen(*zones.fleet.prompt("b", 1600)), 0u) << "latency goes first";
    zones.fleet.warm(1, *zones.fleet.prompt("all of its room", 160'000));
    EXPECT_EQ(zones.chosen(*zones.fleet.prompt("c", 800)), 2u) << "it would displace another one's beginning";
}

// Before the first answer nothing is known of any; what was sent is.
TEST(LeastBusyAndGreen, DoesNotSendAllToTheCleanestBeforeItAnswered) {
    const Zones zones({400, 40, 400}, 150ms, false);
    std::map<std::size_t, int> chosen;
    std::vector<std::unique_ptr<PlacedPrompt>> placed;
    std::vector<std::unique_ptr<InFlight>> in_flight;
    const StrategyView view{.strategy = Strategy::least_busy, .expected_work = {.prompt_tokens = 1000}};
    for (int i = 0; i < 30; ++i) {
        const Placement placement = zones.choose(view);
        ASSERT_TRUE(placement.reading.has_value());
        placed.push_back(std::make_unique<PlacedPrompt>(*placement.endpoint, nullptr, placement.reading->missed_tokens,
                                                        WarmFleet::kNow, Seconds(0)));
        in_flight.push_back(std::make_unique<InFlight>(*placement.endpoint));
        ++chosen[zones.fleet.index_of(placement)];
    }
    EXPECT_EQ(chosen.size(), 3u);
    for (const auto& [endpoint, count] : chosen) EXPECT_LE(count, 15) << endpoint;
}

TEST(RoundRobin, TakesTurnsWhateverIsBusyOrWarm) {
    WarmFleet fleet(3);
    const auto prompt = fleet.prompt("a", 1600);
    fleet.warm(1, *prompt);
    fleet.at(0).state->in_flight = 9;
    std::map<std::size_t, int> chosen;
    for (std::uint64_t turn = 0; turn < 9; ++turn) {
        const Placement placement = fleet.choose(fleet.view(*prompt, Strategy::round_robin), turn);
        EXPECT_EQ(placement.reason, PlacementReason::round_robin);
        ++chosen[fleet.index_of(placement)];
    }
    EXPECT_THAT(chosen, testing::Each(testing::Pair(testing::_, 3)));
}

TEST(Session, StaysAndMovesOnlyWhenItsEndpointGoes) {
    WarmFleet fleet(8);
    std::map<std::uint64_t, std::size_t> homes;
    for (std::uint64_t session = 1; session <= 200; ++session) {
        const StrategyView view{.strategy = Strategy::session, .session = session};
        homes[session] = fleet.index_of(fleet.choose(view, session));
        EXPECT_EQ(fleet.index_of(fleet.choose(view, session + 5)), homes[session]);
    }
    std::map<std::size_t, int> counts;
    for (const auto& [session, home] : homes) ++counts[home];
    EXPECT_EQ(counts.size(), 8u);
    fleet.at(3).state->healthy = false;
    for (const auto& [session, home] : homes) {
        const std::size_t now = fleet.index_of(fleet.choose({.strategy = Strategy::session, .session = session}));
        EXPECT_EQ(now == home, home != 3);
    }
}

TEST(Session, WithoutOneTheFallbackDecides) {
    WarmFleet fleet(2);
    const Placement placement = fleet.choose({.strategy = Strategy::session, .fallback = Strategy::round_robin});
    EXPECT_EQ(placement.reason, PlacementReason::round_robin);
}

RC_GTEST_PROP(KvAwareProperty, NeverTakesOneThatIsSurelyLaterThanAnotherThatIsAsGood, ()) {
    const std::size_t count = *rc::gen::inRange<std::size_t>(1, 10);
    WarmFleet fleet(count);
    for (std::size_t i = 0; i < count; ++i) {
        if (*rc::gen::arbitrary<bool>()) fleet.pace(i, *rc::gen::inRange(100, 20'000));
        fleet.has_unread(i, *rc::gen::inRange(0, 20'000));
        fleet.at(i).state->in_flight = *rc::gen::inRange(0, 30);
        fleet.warm(i, *fleet.prompt("a", *rc::gen::inRange<std::size_t>(0, 2000)));
    }
    const auto prompt = fleet.prompt("a", 2000, 200);
    const Placement placement = fleet.choose(*prompt, *rc::gen::arbitrary<std::uint64_t>());
    const auto& weighed = *placement.weighed;
    for (std::size_t i = 1; i < weighed.shown_count; ++i) {
        const auto of_all = [](const WeighedEndpoint& one) { return one.seconds + one.delay_seconds; };
        RC_ASSERT(of_all(weighed.shown[0]) <= of_all(weighed.shown[i]) * 1.1 + 0.003);
    }
    for (std::size_t i = 0; i < weighed.shown_count; ++i) {
        RC_ASSERT(weighed.shown[i].cached_tokens >= 0);
        RC_ASSERT(weighed.shown[i].missed_tokens >= 0);
    }
}

}  // namespace
}  // namespace greeninfer::fleet
