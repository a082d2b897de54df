#include <set>

#include "pipeline/dispatch_for_test.hpp"
#include "pipeline/receipt.hpp"

namespace greeninfer::pipeline {
namespace {

using namespace std::chrono_literals;
using enum Act;

// What becomes of a request whose first attempt ends as `first` and whose second would be answered.
struct Row {
    std::string_view name;
    Act first;
    std::size_t servers;
    std::size_t attempts;
    std::optional<Fault> fault;
};

TEST(Dispatch, RetriesAsTheTableSays) {
    // clang-format off
    const std::vector<Row> rows = {
        {"answered",                          stream,            1, 1, {}},
        {"500, one endpoint",                 fail,              1, 2, {}},
        {"500, two endpoints",                fail,              2, 2, {}},
        {"no answer, one endpoint",           cut_at_once,       1, 2, {}},
        {"no answer, two endpoints",          cut_at_once,       2, 2, {}},
        {"broken off before content",         cut_before_text,   1, 2, {}},
        {"an error event before content",     error_before_text, 2, 2, {}},
        {"429, one endpoint",                 rate_limit,        1, 1, Fault::upstream_rate_limit},
        {"429, two endpoints",                rate_limit,        2, 2, {}},
        {"the request is wrong",              reject,            2, 1, Fault::upstream_rejected},
        {"broken off after content",          cut_after_text,    2, 1, Fault::upstream_failed},
    };
    // clang-format on
    for (const Row& row : rows) {
        SCOPED_TRACE(row.name);
        DispatchForTest it(row.servers, {row.first, stream});
        const auto done = it.send();
        EXPECT_EQ(done.has_value(), !row.fault);
        if (!done && row.fault) EXPECT_EQ(done.error().fault, *row.fault) << done.error().detail;
        EXPECT_EQ(it.servers.log().size(), row.attempts);
        EXPECT_EQ(it.one->exchange.outcome.attempts, row.attempts);
        EXPECT_EQ(it.it.worker.fleet.retries.value(), row.attempts - 1);
        EXPECT_EQ(it.it.worker.fleet.failovers.value(), row.servers == 2 ? row.attempts - 1 : 0);
        EXPECT_EQ(it.in_flight(), 0);
        EXPECT_EQ(it.one->sink.answers, done ? 1 : 0);
    }
}

TEST(Dispatch, ATimeoutIsTriedElsewhereButNotOnTheSameEndpoint) {
    for (const std::size_t servers : {1u, 2u}) {
        SCOPED_TRACE(servers);
        DispatchForTest it(servers, {silent, stream});
        it.settings.header_timeout = 20ms;
        EXPECT_EQ(it.send().has_value(), servers == 2);
        EXPECT_EQ(it.servers.log().size(), servers);
        EXPECT_EQ(it.in_flight(), 0);
    }
}

TEST(Dispatch, AnotherEndpointIsTakenBeforeTheSameAgain) {
    DispatchForTest it(3, {fail, fail, fail, stream});
    it.settings.retries = 3;
    ASSERT_TRUE(it.send().has_value());
    const auto log = it.servers.log();
    ASSERT_EQ(log.size(), 4u);
    EXPECT_EQ(std::set({log[0].first, log[1].first, log[2].first}).size(), 3u);
}

TEST(Dispatch, NeverMoreAttemptsThanTheSettingSays) {
    for (const std::size_t retries : {0u, 1u, 4u}) {
        SCOPED_TRACE(retries);
        DispatchForTest it(2, {fail});
        it.settings.retries = retries;
        it.settings.breaker.failures = 100;
        EXPECT_EQ(it.send().error().fault, Fault::upstream_failed);
        EXPECT_EQ(it.servers.log().size(), retries + 1);
    }
}

TEST(Dispatch, ARefusedBudgetEndsTheRetries) {
    DispatchForTest it(1, {fail});
    it.settings.retries = 20;
    it.settings.retry_budget = 0;
    it.settings.breaker.failures = 100;
    EXPECT_EQ(it.send().error().fault, Fault::upstream_failed);
    EXPECT_EQ(it.servers.log().size(), 1 + fleet::RetryBudget::kAlwaysAllowed);
    EXPECT_EQ(it.it.worker.fleet.retries_refused.value(), 1u);
    EXPECT_EQ(it.it.worker.fleet.retries.value(), fleet::RetryBudget::kAlwaysAllowed);
}

TEST(Dispatch, A429IsNotSentBackToItsEndpointWhenTheOtherIsShut) {
    DispatchForTest it(2, {rate_limit, stream});
    it.settings.breaker = {.failures = 1, .window = 30s, .open_for = 60s, .successes = 1};
    it.generation =
        make_generation({.models = {model_for_test("m", models::Tier::small, {}, it.servers.urls())}}, it.it.names);
    it.generation->fleet->all()[1]->state->breaker.record_failure(it.it.worker.now(), it.settings.breaker);
    const auto done = it.send();
    ASSERT_FALSE(done.has_value());
    EXPECT_EQ(done.error().fault, Fault::upstream_rate_limit);
    EXPECT_EQ(it.servers.log().size(), 1u);
}

TEST(Dispatch, TheLastAttemptsErrorIsTold) {
    DispatchForTest it(2, {rate_limit, fail});
    it.settings.retries = 1;
    EXPECT_EQ(it.send().error().fault, Fault::upstream_failed);
    EXPECT_TRUE(it.one->exchange.outcome.passed_fields.empty()) << "the advice was the first endpoint's";
}

TEST(Dispatch, AnEndpointShutByItsOwnFailuresIsStillWhyTheRequestFailed) {
    DispatchForTest it(1, {fail});
    it.settings.breaker = {.failures = 1, .window = 30s, .open_for = 60s, .successes = 1};
    EXPECT_EQ(it.send().error().fault, Fault::upstream_failed);
    EXPECT_EQ(it.servers.log().size(), 1u);
    EXPECT_EQ(it.state(0).breaker.state(), fleet::BreakerState::open);

    const auto next = it.send();
    EXPECT_EQ(next.error().fault, Fault::not_ready);
    EXPECT_EQ(next.error().retry_after, 60s);
    EXPECT_EQ(it.servers.log().size(), 1u);
}

TEST(Dispatch, TheBreakerLearnsFromEndsThatSpeakOfTheEndpoint) {
    struct End {
        std::string_view name;
        Act act;
        fleet::BreakerState state;
    };
    using enum fleet::BreakerState;
    for (const End& row : {End{"answered", stream, closed}, End{"rejected", reject, closed}, End{"500", fail, open},
                           End{"cut", cut_at_once, open}, End{"cut in the stream", cut_after_text, open},
                           End{"429", rate_limit, half_open}}) {
        SCOPED_TRACE(row.name);
        DispatchForTest it(1, {row.act});
        it.settings.retries = 0;
        it.settings.breaker = {.failures = 1, .window = 30s, .open_for = 0ms, .successes = 1};
        it.generation =
            make_generation({.models = {model_for_test("m", models::Tier::small, {}, it.servers.urls())}}, it.it.names);
        // The breaker is open and its time is over, so this request is its trial.
        it.generation->fleet->all()[0]->state->breaker.record_failure(it.it.worker.now(), it.settings.breaker);
        it.send();
        EXPECT_EQ(it.state(0).breaker.state(), row.state);
        EXPECT_EQ(it.servers.log().size(), 1u);
        it.settings.breaker.open_for = 60s;
        const bool may_try =
            it.generation->fleet->all()[0]->state->breaker.allow(it.it.worker.now(), it.settings.breaker);
        EXPECT_EQ(may_try, row.state != open) << "a trial that showed nothing is given back";
    }
}

TEST(Dispatch, ATrialIsGivenBackWhenTheBudgetRefusesIt) {
    DispatchForTest it(2, {fail});
    it.settings.retries = 20;
    it.settings.retry_budget = 0;
    it.settings.breaker = {.failures = 100, .window = 30s, .open_for = 0ms, .successes = 1};
    for (int i = 0; i < 10; ++i) it.it.worker.retry_budget.take_retry(it.it.worker.now(), 0);
    EXPECT_FALSE(it.send().has_value());
    EXPECT_EQ(it.servers.log().size(), 1u);
    const std::size_t other = 1 - it.servers.log()[0].first;
    auto& breaker = it.generation->fleet->all()[other]->state->breaker;
    for (int i = 0; i < 100; ++i) breaker.record_failure(it.it.worker.now(), it.settings.breaker);
    ASSERT_EQ(breaker.state(), fleet::BreakerState::open);
    it.send();
    it.send();
    EXPECT_NE(breaker.state(), fleet::BreakerState::open) << "its trial was claimed";
    EXPECT_TRUE(breaker.allow(it.it.worker.now(), it.settings.breaker)) << "and given back";
}

TEST(Dispatch, AttemptsAreCountedByEndpointAndOutcome) {
    DispatchForTest it(1, {fail, stream});
    ASSERT_TRUE(it.send().has_value());
    const std::string attempts =
        "greeninfer_endpoint_attempts_total{endpoint=\"" + it.endpoints()[0]->name + "\",outcome=\"";
    EXPECT_EQ(it.it.metric(attempts + "ok\"}"), 1);
    EXPECT_EQ(it.it.metric(attempts + "upstream_failed\"}"), 1);
}

TEST(Dispatch, WaitsBeforeTheSameEndpointButNotBeforeAnother) {
    for (const std::size_t servers : {1u, 2u}) {
        SCOPED_TRACE(servers);
        Moment::duration longest{};
        for (int i = 0; i < 4; ++i) {
            DispatchForTest it(servers, {fail, stream});
            it.settings.retry_backoff = it.settings.retry_backoff_limit = 100ms;
            const Moment start = it.it.clock.now();
            ASSERT_TRUE(it.send().has_value());
            const auto took = it.it.clock.now() - start;
            longest = std::max(longest, took);
            EXPECT_LT(took, 1s);
        }
        if (servers == 1) EXPECT_GT(longest, 10ms);
    }
}

class DispatchAndALeavingClient : public ::testing::Test {
protected:
    // Ends the request as if the client had left, as soon as `when` holds.
    boost::asio::awaitable<void> leave(DispatchForTest& it, std::function<bool()> when) {
        while (!when() || !it.one) co_await it.it.clock.sleep_for(1ms);
        it.one->abort.request();
    }
};

TEST_F(DispatchAndALeavingClient, IsNeverRetried) {
    DispatchForTest it(2, {silent, stream});
    it.it.core.spawn(leave(it, [&] { return it.servers.log().size() == 1; }));
    const auto done = it.send();
    ASSERT_FALSE(done.has_value());
    EXPECT_EQ(done.error().fault, Fault::client_gone);
    EXPECT_EQ(it.servers.log().size(), 1u);
    EXPECT_EQ(it.in_flight(), 0);
    EXPECT_EQ(it.state(0).breaker.state(), fleet::BreakerState::closed);
}

TEST_F(DispatchAndALeavingClient, EndsTheWaitForARetry) {
    DispatchForTest it(1, {fail, stream});
    it.settings.retry_backoff = it.settings.retry_backoff_limit = 60s;
    it.it.core.spawn(leave(it, [&] { return it.it.worker.fleet.retries.value() == 1; }));
    const auto done = it.send();
    ASSERT_FALSE(done.has_value());
    EXPECT_EQ(done.error().fault, Fault::client_gone);
    EXPECT_EQ(it.servers.log().size(), 1u);
}

TEST(Dispatch, AFullFleetSaysSo) {
    DispatchForTest it(1, {stream});
    auto model = model_for_test("m", models::Tier::small, {}, it.servers.urls());
    model.endpoints[0].max_in_flight = 1;
    it.generation = make_generation({.models = {model}}, it.it.names);
    const fleet::InFlight busy(*it.endpoints()[0]);
    EXPECT_EQ(it.send().error().fault, Fault::too_many_requests);
    EXPECT_EQ(it.servers.log().size(), 0u);
}

// Two servers, the second in a zone that is clean now.
class GreenDispatch : public ::testing::Test {
protected:
    GreenDispatch() {
        auto model = model_for_test("m", models::Tier::small, {}, it_.servers.urls());
        model.endpoints[0].region = "us-south1";
        model.endpoints[1].region = "europe-west9";
        it_.generation = make_generation({.models = {model}}, it_.it.names);
        it_.generation->green_routing.enabled = true;
        std::vector<grid::ZoneState> zones = {zone_now(200), zone_now(450), zone_now(30)};
        it_.grid = std::make_shared<const grid::Snapshot>(std::move(zones));
    }
    grid::ZoneState zone_now(double grams) const {
        grid::ZoneState zone{.zone = {}, .now = {}, .table = {}, .forecast = {}};
        zone.now.intensity = CarbonIntensity::grams_per_kilowatt_hour(grams);
        zone.now.source = grid::Source::electricity_maps;
        zone.now.fetched_at = it_.it.clock.now();
        zone.now.log_deviation = grid::kLiveLogDeviation;
        return zone;
    }
    std::vector<std::size_t> servers_asked(std::size_t requests) {
        for (std::size_t i = 0; i < requests; ++i) EXPECT_TRUE(it_.send().has_value());
        std::vector<std::size_t> asked;
        for (const auto& [server, act] : it_.servers.log()) asked.push_back(server);
        return asked;
    }

    DispatchForTest it_{2, {stream, stream, stream, stream}};
};

TEST_F(GreenDispatch, AsksTheCleanRegionAndSaysWhy) {
    EXPECT_EQ(servers_asked(4), (std::vector<std::size_t>{1, 1, 1, 1}));
    const fleet::Placement& placement = it_.one->exchange.outcome.placement;
    EXPECT_EQ(placement.reason, fleet::PlacementReason::low_carbon);
    EXPECT_EQ(placement.ground, grid::Ground::live);
    EXPECT_EQ(placement.endpoint->region, "europe-west9");
}

TEST_F(GreenDispatch, TakesTurnsWhereItIsOff) {
    it_.generation->green_routing.enabled = false;
    EXPECT_EQ(servers_asked(4), (std::vector<std::size_t>{0, 1, 0, 1}));
    EXPECT_FALSE(receipt_json(it_.one->exchange, it_.it.clock).contains("placement"));
}

TEST_F(GreenDispatch, GoesToTheOtherRegionWhenTheCleanOneIsDown) {
    it_.state(1).healthy = false;
    EXPECT_EQ(servers_asked(1), (std::vector<std::size_t>{0}));
}

TEST_F(GreenDispatch, MeasuresWhatStreamsOfEachEndpointTake) {
    EXPECT_FALSE(it_.state(1).latency.at(it_.it.clock.now()));
    servers_asked(1);
    EXPECT_GT(it_.state(1).latency.at(it_.it.clock.now())->count(), 0);
    EXPECT_FALSE(it_.state(0).latency.at(it_.it.clock.now())) << "it was not asked";
}

TEST_F(GreenDispatch, LeavesARegionThatIsTooSlow) {
    it_.state(0).latency.record(10ms, it_.it.clock.now());
    it_.state(1).latency.record(900ms, it_.it.clock.now());
    EXPECT_EQ(servers_asked(1), (std::vector<std::size_t>{0}));
}

TEST_F(GreenDispatch, SaysInTheReceiptThatNoRegionQualifiesAndCountsIt) {
    it_.generation->green_routing.threshold_gco2 = 20;
    EXPECT_EQ(servers_asked(1), (std::vector<std::size_t>{1}));
    EXPECT_NE(receipt_json(it_.one->exchange, it_.it.clock)
                  .find(R"("placement":{"reason":"low_carbon","figures":"live","fallback":"no_region_qualifies"})"),
              std::string::npos);
    EXPECT_EQ(it_.it.metric(R"(greeninfer_green_fallback_total{reason="no_region_qualifies"})"), 1);
    EXPECT_EQ(it_.it.metric(R"(greeninfer_green_fallback_total{reason="not_comparable"})"), 0);
}

}  // namespace
}  // namespace greeninfer::pipeline
