#include "energy/meter_poller.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>

#include "energy/meter_metrics.hpp"
#include "testing/simulated_clock.hpp"

namespace greeninfer::energy {
namespace {

using namespace std::chrono_literals;
using ::testing::HasSubstr;

// Says what the test last told it to.
class ToldMeter final : public Meter {
public:
    explicit ToldMeter(const Result<std::vector<DeviceCount>>& reading) : reading_(reading) {}
    Task<std::vector<DeviceCount>> read() override { co_return reading_; }

private:
    const Result<std::vector<DeviceCount>>& reading_;
};

class MeterPollerTest : public ::testing::Test {
protected:
    MeterPollerTest() {
        count(0);
        poller_ = std::make_shared<MeterPoller>("gpu", std::make_unique<ToldMeter>(reading_),
                                                MeterLimits{.tdp = Power::watts(700), .host_share = 1.6},
                                                LedgerOptions{.slots = 2});
        const auto sink = [this](const ClosedWindow& closed) {
            ++windows_;
            for (const Share& share : closed.shares) shared_ += share.microjoules;
        };
        boost::asio::co_spawn(io_, MeterPoller::poll_for_ever(poller_, clock_, sink), boost::asio::detached);
        pass(0s);  // the first reading
    }
    ~MeterPollerTest() override {
        poller_->stop();
        pass(1min);
    }

    void count(double joules) { reading_ = std::vector<DeviceCount>{{"0", static_cast<std::uint64_t>(joules * 1e6)}}; }
    void pass(std::chrono::seconds time) { clock_.advance(io_, time); }
    WindowLedger& ledger() { return *poller_->ledger(); }
    // One request of a second that writes ten tokens.
    std::optional<Estimate> serve() {
        auto ticket = ledger().begin({}, 0, clock_.now());
        if (!ticket) return std::nullopt;
        return ticket->finish({.output_tokens = 10}, clock_.now() + 1s);
    }
    std::string metrics() const {
        std::string text;
        telemetry::MetricsWriter writer(text);
        write_meters(writer, std::array<const MeterPoller*, 1>{poller_.get()});
        return text;
    }

    boost::asio::io_context io_;
    testing::SimulatedClock clock_;
    Result<std::vector<DeviceCount>> reading_;
    std::shared_ptr<MeterPoller> poller_;
    std::size_t windows_ = 0;
    std::uint64_t shared_ = 0;
};

TEST_F(MeterPollerTest, DividesWhatWasCountedWithItsHost) {
    serve();
    count(100);
    pass(10s);
    EXPECT_EQ(windows_, 1U);
    EXPECT_EQ(shared_, 160'000'000U);
    EXPECT_THAT(metrics(), HasSubstr("greeninfer_meter_it_energy_joules_total{meter=\"gpu\"} 160\n"));
    EXPECT_THAT(metrics(), HasSubstr("greeninfer_unallocated_energy_joules_total{meter=\"gpu\"} 0\n"));
    count(150);
    pass(10s);
    EXPECT_THAT(metrics(), HasSubstr("greeninfer_unallocated_energy_joules_total{meter=\"gpu\"} 80\n"));
}

TEST_F(MeterPollerTest, RefusesWhatCannotBeTrueAndGoesOn) {
    serve();
    count(1e6);
    pass(10s);
    EXPECT_EQ(windows_, 0U);
    EXPECT_THAT(metrics(), HasSubstr(R"(greeninfer_meter_rejected_total{meter="gpu",reason="too_much"} 1)"));
    count(5);  // the driver was restarted
    pass(10s);
    EXPECT_THAT(metrics(), HasSubstr(R"(greeninfer_meter_rejected_total{meter="gpu",reason="fell"} 1)"));
    serve();
    count(15);
    pass(10s);
    EXPECT_EQ(shared_, 16'000'000U) << "the new request's window alone";
}

TEST_F(MeterPollerTest, WaitsForAMeterThatMissesATurn) {
    serve();
    reading_ = fail(Fault::upstream_timeout, "silent");
    pass(30s);
    EXPECT_EQ(windows_, 0U);
    EXPECT_THAT(metrics(), HasSubstr(R"(greeninfer_meter_rejected_total{meter="gpu",reason="unreadable"} 3)"));
    count(100);
    pass(10s);
    EXPECT_EQ(shared_, 160'000'000U) << "counters forget nothing";
}

TEST_F(MeterPollerTest, GoesOnWithoutAMeterThatStaysAway) {
    serve();
    serve();
    EXPECT_FALSE(ledger().begin({}, 0, clock_.now())) << "both slots wait for the window to close";
    reading_ = fail(Fault::upstream_unreachable, "gone");
    pass(MeterPoller::kLongestSilence);
    EXPECT_TRUE(ledger().begin({}, 0, clock_.now()));
    EXPECT_THAT(metrics(), HasSubstr("greeninfer_meter_requests_without_slot_total{meter=\"gpu\"} 1\n"));
    count(1000);  // counted over the silence too
    pass(10s);
    EXPECT_LT(shared_, 200'000'000U) << "what was counted before belongs to requests that are forgotten";
}

TEST_F(MeterPollerTest, WaitsForAPageThatIsRenewedSlowly) {
    serve();
    pass(20s);
    EXPECT_EQ(windows_, 0U);
    count(100);
    pass(10s);
    EXPECT_EQ(windows_, 1U);
    EXPECT_EQ(shared_, 160'000'000U);
}

TEST_F(MeterPollerTest, TellsRequestsOfTheNextWindowWhatTheyTook) {
    EXPECT_FALSE(serve()) << "nothing is learnt yet";
    count(100);
    pass(10s);
    const auto estimate = serve();
    ASSERT_TRUE(estimate);
    EXPECT_NEAR(estimate->it_energy.as_joules(), 160, 1e-6);
}

}  // namespace
}  // namespace greeninfer::energy
