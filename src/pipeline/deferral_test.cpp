#include "pipeline/deferral.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include "pipeline/exchange_for_test.hpp"
#include "testing/simulated_clock.hpp"

namespace greeninfer::pipeline {
namespace {

using namespace std::chrono_literals;

constexpr std::string_view kStreamed = R"({"model":"m","stream":true,"messages":[{"role":"user","content":"hi"}]})";
constexpr std::string_view kWhole = R"({"model":"m","messages":[{"role":"user","content":"hi"}]})";

// One core in simulated time, on which requests wait.
class DeferralTest : public ::testing::Test {
protected:
    DeferralTest() {
        // The wheel's own timer runs in real time and must not come due.
        clock_.pass(24h * 3650);
        publish(500);
    }

    void publish(double grams, std::vector<grid::ForecastPoint> forecast = {}) {
        grid::ZoneState zone{.zone = "", .now = {}, .table = {}, .forecast = std::move(forecast)};
        zone.now.intensity = CarbonIntensity::grams_per_kilowatt_hour(grams);
        zone.now.source = grid::Source::ercot;
        zone.level = grams >= 400 ? grid::Level::dirty : grid::Level::normal;
        board_->publish(std::make_shared<const grid::Snapshot>(std::vector{zone}));
    }
    grid::ForecastPoint forecast(std::chrono::seconds after, double grams) {
        return {clock_.wall_now() + after, CarbonIntensity::grams_per_kilowatt_hour(grams)};
    }

    struct Waiting {
        explicit Waiting(std::shared_ptr<const Generation> generation, std::string_view body, std::string within)
            : one(std::move(generation), std::string(body), {{std::string(kDeferField), std::move(within)}}) {}
        Exchange& exchange() { return one.exchange; }
        ExchangeForTest one;
        std::optional<Result<void>> ended = {};
        int answered = 0;
        std::vector<std::unique_ptr<Stage>> rest = {};
    };

    std::unique_ptr<Waiting> send(std::string within, std::string_view body = kWhole) {
        auto request = std::make_unique<Waiting>(generation_, body, std::move(within));
        request->one.read();
        request->one.exchange.received_at = clock_.now();
        Waiting* const waiting = request.get();
        waiting->rest = LastStage::chain([waiting](Exchange&) {
            ++waiting->answered;
            return Result<void>();
        });
        boost::asio::co_spawn(core_.io(), deferral_.handle(waiting->exchange(), Next(waiting->rest)),
                              [waiting](std::exception_ptr, Result<void> result) { waiting->ended = result; });
        core_.io().poll();
        return request;
    }
    void advance(std::chrono::seconds time) {
        for (const Moment end = clock_.now() + time; clock_.now() < end;) {
            clock_.pass(500ms);
            core_.deadlines().expire(clock_.now());
            core_.io().poll();
        }
    }
    double requests(DeferralEnd end) {
        std::string text;
        telemetry::MetricsWriter writer(text);
        DeferralMetrics::write(writer, std::array<const DeferralMetrics*, 1>{&worker_.deferral}, names_);
        const std::string line = "greeninfer_deferrable_requests_total{reason=\"" + std::string(name_of(end)) + "\"} ";
        const std::size_t found = text.find(line);
        return found == std::string::npos ? 0 : std::stod(text.substr(found + line.size()));
    }

    testing::SimulatedClock clock_;
    net::Core core_{clock_};
    net::UpstreamClient client_{core_, {}, nullptr};
    SharedLoad load_;
    telemetry::LabelNames names_;
    account::Bookkeeper books_{clock_, 1, {}};
    Worker worker_{core_, client_, load_, names_, books_.recorder(0), 1};
    Deferral deferral_{worker_};
    std::shared_ptr<grid::Board> board_ = std::make_shared<grid::Board>(nullptr);
    std::shared_ptr<Generation> generation_ = [this] {
        auto made = make_generation({.models = {model_for_test("m")}}, names_);
        made->grid_board = board_;
        return made;
    }();
};

TEST_F(DeferralTest, ARequestThatDoesNotSaySoNeverWaits) {
    const auto request = send("0");
    EXPECT_EQ(request->answered, 1);
    EXPECT_EQ(request->exchange().outcome.deferral, std::nullopt);
}

TEST_F(DeferralTest, CleanEnoughElectricityIsUsedAtOnce) {
    publish(399);
    const auto request = send("600");
    EXPECT_EQ(request->answered, 1);
    EXPECT_EQ(request->exchange().outcome.deferral->end, DeferralEnd::not_dirty);
    EXPECT_EQ(requests(DeferralEnd::not_dirty), 1);
}

TEST_F(DeferralTest, WaitsUntilTheReadingAllowsAndDecidesByThatReading) {
    const auto request = send("600");
    advance(60s);
    EXPECT_EQ(request->answered, 0);
    EXPECT_EQ(load_.deferred, 1u);
    publish(300);
    advance(2s);
    EXPECT_EQ(request->answered, 1);
    EXPECT_EQ(request->exchange().grid->at(0).now.intensity.as_grams_per_kilowatt_hour(), 300);
    EXPECT_EQ(request->exchange().outcome.deferral->end, DeferralEnd::not_dirty);
    EXPECT_NEAR(request->exchange().outcome.deferral->waited.count(), 61, 2);
    EXPECT_EQ(load_.deferred, 0u);
}

TEST_F(DeferralTest, GoesOnAtItsDeadlineAtTheLatest) {
    const auto request = send("600");
    advance(598s);
    EXPECT_EQ(request->answered, 0);
    advance(4s);
    EXPECT_EQ(request->answered, 1);
    EXPECT_EQ(request->exchange().outcome.deferral->end, DeferralEnd::deadline);
    EXPECT_EQ(requests(DeferralEnd::deadline), 1);
}

TEST_F(DeferralTest, WaitsForTheForecastsBetterHourAndNotLonger) {
    publish(500, {forecast(300s, 450), forecast(900s, 350), forecast(1500s, 100)});
    const auto request = send("3600");
    advance(895s);
    EXPECT_EQ(request->answered, 0);
    advance(10s);
    EXPECT_EQ(request->answered, 1);
    EXPECT_EQ(request->exchange().outcome.deferral->end, DeferralEnd::forecast);
}

TEST_F(DeferralTest, DoesNotWaitForNothing) {
    publish(500, {forecast(300s, 490), forecast(600s, 520)});
    const auto request = send("600");
    EXPECT_EQ(request->answered, 1);
    EXPECT_EQ(request->exchange().outcome.deferral->end, DeferralEnd::no_gain);
}

TEST_F(DeferralTest, OneCleanZoneIsEnoughAndOnlyOfEndpointsThatCanAnswer) {
    auto two = model_for_test("m", models::Tier::small, {}, {"http://127.0.0.1:9/v1", "http://127.0.0.1:8/v1"});
    two.endpoints[1].region = "europe-west9";
    generation_ = make_generation({.models = {two}}, names_);
    generation_->grid_board = board_;
    grid::ZoneState dirty{.zone = "", .now = {.source = grid::Source::ercot}, .table = {}, .forecast = {}};
    dirty.level = grid::Level::dirty;
    grid::ZoneState clean = dirty;
    clean.level = grid::Level::clean;
    board_->publish(std::make_shared<const grid::Snapshot>(std::vector{dirty, clean}));
    EXPECT_EQ(send("600")->answered, 1);
    generation_->fleet->all()[1]->state->healthy = false;
    const auto request = send("600");
    EXPECT_EQ(request->answered, 0);
    request->one.abort.request();
    core_.io().poll();
}

TEST_F(DeferralTest, AFullQueueIsNoRefusal) {
    generation_->grid.max_deferred = 1;
    const auto first = send("60");
    const auto second = send("60");
    EXPECT_EQ(first->answered, 0);
    EXPECT_EQ(second->answered, 1);
    EXPECT_EQ(second->exchange().outcome.deferral->end, DeferralEnd::queue_full);
    advance(62s);
    EXPECT_EQ(first->answered, 1);
    EXPECT_EQ(load_.deferred, 0u);
}

TEST_F(DeferralTest, DrainingLetsItGoOn) {
    const auto request = send("600");
    load_.draining = true;
    advance(2s);
    EXPECT_EQ(request->answered, 1);
    EXPECT_EQ(request->exchange().outcome.deferral->end, DeferralEnd::draining);
}

TEST_F(DeferralTest, AClientThatLeavesIsNotAnswered) {
    const auto request = send("600");
    advance(10s);
    request->one.abort.request();
    core_.io().poll();
    ASSERT_TRUE(request->ended);
    EXPECT_EQ(request->ended->error().fault, Fault::client_gone);
    EXPECT_EQ(request->answered, 0);
    EXPECT_EQ(load_.deferred, 0u);
    EXPECT_EQ(requests(DeferralEnd::client_gone), 1);
}

TEST_F(DeferralTest, KeepsAStreamAliveWithCommentsAndAWholeAnswerSilent) {
    const auto stream = send("60", kStreamed);
    const auto whole = send("60", kWhole);
    advance(58s);
    EXPECT_EQ(stream->one.sink.comments, 3) << "every upstream.keepalive_comment of 15 s";
    EXPECT_EQ(whole->one.sink.comments, 0);
    stream->one.sink.has_left = true;
    advance(3s);
    EXPECT_EQ(stream->answered, 0) << "its client left while it was written to";
    EXPECT_EQ(whole->answered, 1);
}

TEST_F(DeferralTest, WithoutABoardNothingIsDirty) {
    generation_->grid_board = nullptr;
    EXPECT_EQ(send("600")->answered, 1);
}

TEST_F(DeferralTest, RefusesWhatIsNoTimeToWait) {
    for (const std::string within : {"-1", "1.5", "soon", "86401", "99999999999999999999", "", " 1"}) {
        SCOPED_TRACE(within);
        const auto request = send(within);
        ASSERT_TRUE(request->ended && !*request->ended);
        EXPECT_EQ(request->ended->error().fault, Fault::field_out_of_range);
        EXPECT_EQ(request->ended->error().field, "defer_within");
        EXPECT_EQ(request->answered, 0);
    }
}

TEST_F(DeferralTest, TheNativeBodyComesBeforeTheHeader) {
    Waiting waiting(generation_, kWhole, "600");
    waiting.one.exchange.native.emplace().defer_within = 0;
    EXPECT_EQ(defer_within_of(waiting.one.exchange), 0s);
    waiting.one.exchange.native->defer_within.reset();
    EXPECT_EQ(defer_within_of(waiting.one.exchange), 600s);
}

}  // namespace
}  // namespace greeninfer::pipeline
