#include "energy/meter_bank.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>

#include "energy/cpu_time_meter.hpp"
#include "grid/answered_web_for_test.hpp"
#include "testing/simulated_clock.hpp"

namespace greeninfer::energy {
namespace {

using namespace std::chrono_literals;
using ::testing::HasSubstr;

class MeterBankTest : public ::testing::Test {
protected:
    MeterBankTest() { web_.answer("node", 200, "DCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION{gpu=\"0\"} 1000\n"); }
    ~MeterBankTest() override {
        bank_.stop();
        clock_.advance(io_, 1min);
    }

    static MeterSettings dcgm(std::string name, std::string url) {
        return {.name = std::move(name), .kind = MeterKind::dcgm, .urls = {std::move(url)}};
    }

    boost::asio::io_context io_;
    testing::SimulatedClock clock_;
    grid::AnsweredWeb web_;
    std::size_t windows_ = 0;
    MeterBank bank_{[this](boost::asio::awaitable<void> coroutine) {
                        boost::asio::co_spawn(io_, std::move(coroutine), boost::asio::detached);
                    },
                    clock_, web_, [this](const ClosedWindow&) { ++windows_; }};
};

TEST_F(MeterBankTest, ReadsEveryMeterAtItsPace) {
    MeterSettings slow = dcgm("slow", "http://node-b");
    slow.interval = 30s;
    bank_.apply(std::vector{dcgm("quick", "http://node-a"), slow});
    clock_.advance(io_, 65s);
    EXPECT_EQ(web_.asked("node-a"), 7U);
    EXPECT_EQ(web_.asked("node-b"), 3U);
}

TEST_F(MeterBankTest, KeepsOverAReloadWhatStaysTheSame) {
    bank_.apply(std::vector{dcgm("a", "http://node-a"), dcgm("b", "http://node-b")});
    const auto a = bank_.ledger("a");
    const auto b = bank_.ledger("b");
    ASSERT_TRUE(a && b);
    bank_.apply(std::vector{dcgm("a", "http://node-a"), dcgm("b", "http://node-c"), dcgm("d", "http://node-d")});
    EXPECT_EQ(bank_.ledger("a"), a);
    EXPECT_NE(bank_.ledger("b"), b) << "it is another meter now";
    EXPECT_TRUE(bank_.ledger("d"));
    bank_.apply({});
    bank_.settle();
    EXPECT_FALSE(bank_.ledger("a"));
    clock_.advance(io_, 10s);
    const std::size_t asked = web_.requests.size();
    clock_.advance(io_, 10min);
    EXPECT_EQ(web_.requests.size(), asked) << "meters that are gone are read no more";
}

TEST_F(MeterBankTest, TakesAConfigurationBackThatCameToNothing) {
    const std::vector before = {dcgm("a", "http://node-a")};
    bank_.apply(before);
    const auto ledger = bank_.ledger("a");
    bank_.apply(std::vector{dcgm("a", "http://node-b")});
    EXPECT_NE(bank_.ledger("a"), ledger);
    bank_.apply(before);
    bank_.settle();
    EXPECT_EQ(bank_.ledger("a"), ledger);
    clock_.advance(io_, 15s);
    const std::size_t asked = web_.asked("node-b");
    clock_.advance(io_, 1min);
    EXPECT_EQ(web_.asked("node-b"), asked);
    EXPECT_GT(web_.asked("node-a"), 6U);
}

TEST_F(MeterBankTest, HasMetersThatNoListDescribes) {
    std::chrono::nanoseconds cpu_time = 0ns;
    bank_.add("local-engine", std::make_unique<CpuTimeMeter>([&] { return cpu_time; }, Power::watts(3.5)),
              {.tdp = Power::watts(14), .interval = 5s}, {});
    bank_.apply({});
    ASSERT_TRUE(bank_.ledger("local-engine"));
    clock_.advance(io_, 1s);
    cpu_time = 2s;
    clock_.advance(io_, 5s);
    EXPECT_EQ(windows_, 1U);
    std::string text;
    telemetry::MetricsWriter writer(text);
    bank_.write(writer);
    EXPECT_THAT(text, HasSubstr("greeninfer_meter_it_energy_joules_total{meter=\"local-engine\"} 7\n"));
}

}  // namespace
}  // namespace greeninfer::energy
