#include "fleet/occupancy_poller.hpp"

#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>

#include "grid/answered_web_for_test.hpp"
#include "testing/simulated_clock.hpp"

namespace greeninfer::fleet {
namespace {

using namespace std::chrono_literals;

TEST(RunningRequests, AreThoseOfTheModel) {
    struct Row {
        const char* name;
        std::string_view page;
        std::optional<double> running;
    };
    const Row rows[] = {
        {"one engine", "vllm:num_requests_running{engine=\"0\",model_name=\"m\"} 7.0\n", 7},
        {"two engines",
         "vllm:num_requests_running{engine=\"0\",model_name=\"m\"} 7\n"
         "vllm:num_requests_running{engine=\"1\",model_name=\"m\"} 5\n",
         12},
        {"another model beside it",
         "vllm:num_requests_running{model_name=\"m\"} 7\nvllm:num_requests_running{model_name=\"n\"} 5\n", 7},
        {"the model by another name", "vllm:num_requests_running{model_name=\"/weights/m\"} 4\n", 4},
        {"idle", "vllm:num_requests_running{model_name=\"m\"} 0\n", 0},
        {"waiting only", "vllm:num_requests_waiting{model_name=\"m\"} 3\n", std::nullopt},
        {"no number", "vllm:num_requests_running{model_name=\"m\"} NaN\n", std::nullopt},
        {"another page", "<html>", std::nullopt},
    };
    for (const Row& row : rows) {
        SCOPED_TRACE(row.name);
        EXPECT_EQ(running_requests(row.page, "m"), row.running);
    }
}

class OccupancyPollerTest : public ::testing::Test {
protected:
    OccupancyPollerTest() {
        auto endpoint = std::make_shared<Endpoint>();
        endpoint->upstream_model = "m";
        endpoint->metrics_url = "http://node-a/metrics";
        endpoint->state = std::make_shared<EndpointState>();
        endpoint_ = endpoint;
        auto silent = std::make_shared<Endpoint>(*endpoint);
        silent->metrics_url = "";
        poller_.watch({endpoint_, silent});
    }
    ~OccupancyPollerTest() override {
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
    OccupancyPoller poller_{[this](boost::asio::awaitable<void> coroutine) {
                                boost::asio::co_spawn(io_, std::move(coroutine), boost::asio::detached);
                            },
                            clock_, web_};
};

TEST_F(OccupancyPollerTest, FollowsWhatTheServerSays) {
    EXPECT_FALSE(endpoint_->occupancy());
    say("8");
    clock_.advance(io_, 1s);
    EXPECT_EQ(endpoint_->occupancy(), 8);
    say("64");
    clock_.advance(io_, 5s);
    EXPECT_EQ(endpoint_->occupancy(), 64);
    EXPECT_EQ(web_.requests.size(), 2U) << "who has no page is not asked";
}

TEST_F(OccupancyPollerTest, KnowsNothingWhileTheServerIsSilent) {
    say("8");
    clock_.advance(io_, 1s);
    web_.fail("node-a", Fault::upstream_timeout);
    clock_.advance(io_, 5s);
    EXPECT_FALSE(endpoint_->occupancy());
    web_.answer("node-a", 500, "vllm:num_requests_running{model_name=\"m\"} 9");
    clock_.advance(io_, 5s);
    EXPECT_FALSE(endpoint_->occupancy());
    say("3");
    clock_.advance(io_, 5s);
    EXPECT_EQ(endpoint_->occupancy(), 3);
}

TEST_F(OccupancyPollerTest, AsksNobodyOnceStopped) {
    clock_.advance(io_, 1s);
    poller_.watch({});
    clock_.advance(io_, 1min);
    EXPECT_EQ(web_.requests.size(), 1U);
}

}  // namespace
}  // namespace greeninfer::fleet
