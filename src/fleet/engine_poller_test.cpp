#include "fleet/engine_poller.hpp"

#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>

#include "grid/answered_web_for_test.hpp"
#include "testing/simulated_clock.hpp"

namespace greeninfer::fleet {
namespace {

using namespace std::chrono_literals;

class EnginePollerTest : public ::testing::Test {
protected:
    EnginePollerTest() {
        auto endpoint = std::make_shared<Endpoint>();
        endpoint->upstream_model = "m";
        endpoint->metrics_url = "http://node-a/metrics";
        endpoint->state = std::make_shared<EndpointState>();
        endpoint_ = endpoint;
        auto silent = std::make_shared<Endpoint>(*endpoint);
        silent->metrics_url = "";
        poller_.watch({endpoint_, silent});
    }
    ~EnginePollerTest() override {
        poller_.stop();
        clock_.advance(io_, 1min);
    }
    void say(std::string_view running) {
        web_.answer("node-a", 200, "vllm:num_requests_running{model_name=\"m\"} " + std::string(running));
    }

    boost::asio::io_context io_;
    testing::SimulatedClock clock_;
    grid::AnsweredWeb web_;
    std::shared_ptr<const Endpoint> endpoint_;
    EnginePoller poller_{[this](boost::asio::awaitable<void> coroutine) {
                             boost::asio::co_spawn(io_, std::move(coroutine), boost::asio::detached);
                         },
                         clock_, web_};
};

TEST_F(EnginePollerTest, FollowsWhatTheServerSays) {
    EXPECT_FALSE(endpoint_->occupancy());
    say("8");
    clock_.advance(io_, 1s);
    EXPECT_EQ(endpoint_->occupancy(), 8);
    say("64");
    clock_.advance(io_, 2s);
    EXPECT_EQ(endpoint_->occupancy(), 64);
    EXPECT_EQ(web_.requests.size(), 2U) << "who has no page is not asked";
    EXPECT_EQ(poller_.pages(PageOutcome::read), 2U);
}

TEST_F(EnginePollerTest, PublishesAReportUntilItIsTooOld) {
    web_.answer("node-a", 200, "vllm:num_requests_waiting{model_name=\"m\"} 3\n");
    clock_.advance(io_, 1s);
    const auto report = endpoint_->report(clock_.now());
    ASSERT_TRUE(report);
    EXPECT_EQ(report->waiting, 3);
    EXPECT_FALSE(endpoint_->occupancy()) << "who does not tell what runs is not idle";
    EXPECT_TRUE(endpoint_->report(report->read_at + kReportStaleAfter));
    EXPECT_FALSE(endpoint_->report(report->read_at + kReportStaleAfter + 1ms));
}

TEST_F(EnginePollerTest, AsksAServerWhoseAddressChangesWhereItIsNow) {
    auto own = std::make_shared<Endpoint>();
    own->has_own_metrics = true;
    own->api_key = std::make_shared<const config::Secret>("secret");
    own->state = std::make_shared<EndpointState>();
    poller_.watch({own});
    clock_.advance(io_, 1s);
    EXPECT_EQ(web_.requests.size(), 0U) << "it has not started yet";
    web_.answer("127.0.0.1:5001", 200, "llamacpp:requests_processing 2\n");
    own->state->origin = std::make_shared<const net::Origin>(*net::parse_origin("http://127.0.0.1:5001/v1"));
    clock_.advance(io_, 2s);
    EXPECT_EQ(own->occupancy(), 2);
    ASSERT_EQ(web_.requests.size(), 1U);
    EXPECT_EQ(web_.requests[0].url, "http://127.0.0.1:5001/metrics");
    ASSERT_EQ(web_.requests[0].fields.size(), 1U);
    EXPECT_EQ(web_.requests[0].fields[0].second, "Bearer secret");
}

TEST_F(EnginePollerTest, SendsTheKeyToItsOwnServerOnly) {
    for (const auto& [url, fields] :
         {std::pair("http://node-a:8000/metrics", 1U), std::pair("http://node-a:9/m", 0U)}) {
        auto endpoint = std::make_shared<Endpoint>(*endpoint_);
        endpoint->metrics_url = url;
        endpoint->api_key = std::make_shared<const config::Secret>("secret");
        endpoint->state = std::make_shared<EndpointState>();
        endpoint->state->origin = std::make_shared<const net::Origin>(*net::parse_origin("http://node-a:8000/v1"));
        web_.requests.clear();
        poller_.watch({endpoint});
        clock_.advance(io_, 1s);
        ASSERT_EQ(web_.requests.size(), 1U);
        EXPECT_EQ(web_.requests[0].fields.size(), fields) << url;
    }
}

TEST_F(EnginePollerTest, CountsWhatBecomesOfPages) {
    web_.answer("node-a", 200, "<html>");
    clock_.advance(io_, 1s);
    EXPECT_EQ(poller_.pages(PageOutcome::unknown), 1U);
    EXPECT_FALSE(endpoint_->report(clock_.now()));
    web_.answer("node-a", 401, "");
    clock_.advance(io_, 2s);
    EXPECT_EQ(poller_.pages(PageOutcome::refused), 1U);
    web_.fail("node-a", Fault::upstream_timeout);
    clock_.advance(io_, 2s);
    EXPECT_EQ(poller_.pages(PageOutcome::silent), 1U);
}

TEST_F(EnginePollerTest, KnowsNothingWhileTheServerIsSilent) {
    say("8");
    clock_.advance(io_, 1s);
    web_.fail("node-a", Fault::upstream_timeout);
    clock_.advance(io_, 2s);
    EXPECT_FALSE(endpoint_->occupancy());
    web_.answer("node-a", 500, "vllm:num_requests_running{model_name=\"m\"} 9");
    clock_.advance(io_, 2s);
    EXPECT_FALSE(endpoint_->occupancy());
    say("3");
    clock_.advance(io_, 2s);
    EXPECT_EQ(endpoint_->occupancy(), 3);
}

TEST_F(EnginePollerTest, AsksNobodyOnceStopped) {
    clock_.advance(io_, 1s);
    poller_.watch({});
    clock_.advance(io_, 1min);
    EXPECT_EQ(web_.requests.size(), 1U);
}

}  // namespace
}  // namespace greeninfer::fleet
