#include "fleet/health_checker.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <boost/asio/io_context.hpp>

#include "testing/scripted_upstream.hpp"

namespace greeninfer::fleet {
namespace {

using namespace std::chrono_literals;
using greeninfer::testing::BlockingSocket;
using greeninfer::testing::ScriptedUpstream;

std::string answer(int status) {
    return "HTTP/1.1 " + std::to_string(status) + " X\r\ncontent-length: 0\r\nconnection: close\r\n\r\n";
}

class HealthCheckerTest : public ::testing::Test {
protected:
    std::shared_ptr<Endpoint> endpoint_at(const std::string& url) {
        auto endpoint = std::make_shared<Endpoint>();
        endpoint->name = "m@host";
        endpoint->health_target = "/models";
        endpoint->state = std::make_shared<EndpointState>();
        endpoint->state->origin = std::make_shared<const net::Origin>(net::parse_origin(url).value());
        return endpoint;
    }
    void TearDown() override {
        checker_.stop();
        bool finished = false;
        core_.spawn(note_finish(finished));
        EXPECT_TRUE(soon([&] { return finished; }));
    }
    boost::asio::awaitable<void> note_finish(bool& finished) {
        co_await checker_.finished();
        finished = true;
    }
    // Lets the loop run until the condition holds; false when it does not in time.
    template <class Condition>
    bool soon(Condition condition, std::chrono::milliseconds time = 5s) {
        const Moment end = clock_.now() + time;
        while (!condition() && clock_.now() < end) core_.io().run_one_for(5ms);
        return condition();
    }
    bool becomes(const Endpoint& endpoint, bool healthy) {
        return soon([&] { return endpoint.state->healthy == healthy; });
    }

    SystemClock clock_;
    net::Core core_{clock_};
    net::UpstreamClient client_{core_, {}, nullptr};
    HealthChecker checker_{core_, client_};
    net::HealthSettings settings_{.interval = 2ms, .timeout = 2s, .failures = 3, .successes = 2};
};

TEST_F(HealthCheckerTest, TakesARowOfFailuresToGoDownAndOfSuccessesToComeUp) {
    std::atomic<int> status = 200;
    std::atomic<int> failures = 0;
    std::atomic<int> successes = 0;
    const ScriptedUpstream server([&](BlockingSocket& peer) {
        peer.read_message(false);
        ++(status == 200 ? successes : failures);
        peer.send(answer(status));
    });
    const auto endpoint = endpoint_at(server.url() + "/v1");
    checker_.watch({endpoint}, settings_);
    EXPECT_TRUE(soon([&] { return successes > 2; }));
    EXPECT_TRUE(endpoint->state->healthy);

    status = 500;
    EXPECT_TRUE(becomes(*endpoint, false));
    EXPECT_GE(failures, 3);

    successes = 0;
    status = 200;
    EXPECT_TRUE(becomes(*endpoint, true));
    EXPECT_GE(successes, 2);
    checker_.stop();
}

TEST_F(HealthCheckerTest, AFailureNowAndThenTakesNothingDown) {
    std::atomic<int> checks = 0;
    const ScriptedUpstream server([&](BlockingSocket& peer) {
        peer.read_message(false);
        peer.send(answer(++checks % 3 == 0 ? 200 : 503));
    });
    const auto endpoint = endpoint_at(server.url());
    checker_.watch({endpoint}, settings_);
    bool always_healthy = true;
    EXPECT_TRUE(soon([&] {
        always_healthy = always_healthy && endpoint->state->healthy;
        return checks >= 9;
    }));
    EXPECT_TRUE(always_healthy);
    checker_.stop();
}

TEST_F(HealthCheckerTest, AnyAnswerBelow500IsAlive) {
    struct Row {
        int status;
        bool alive;
    };
    for (const Row& row : {Row{200, true}, Row{204, true}, Row{401, true}, Row{404, true}, Row{429, true},
                           Row{500, false}, Row{503, false}}) {
        SCOPED_TRACE(row.status);
        std::atomic<int> checks = 0;
        const ScriptedUpstream server([&](BlockingSocket& peer) {
            peer.read_message(false);
            ++checks;
            peer.send(answer(row.status));
        });
        const auto endpoint = endpoint_at(server.url());
        checker_.watch({endpoint}, settings_);
        if (row.alive) {
            EXPECT_TRUE(soon([&] { return checks > 3; }));
            EXPECT_TRUE(endpoint->state->healthy);
        } else {
            EXPECT_TRUE(becomes(*endpoint, false));
        }
        checker_.stop();
    }
}

TEST_F(HealthCheckerTest, AsksTheHealthPathWithTheEndpointsKey) {
    std::atomic<bool> asked_well = false;
    const ScriptedUpstream server([&](BlockingSocket& peer) {
        const auto request = peer.read_message(false);
        if (request.has("GET /v1/models HTTP/1.1\r\n") && request.has("authorization: Bearer sk-up\r\n")) {
            asked_well = true;
        }
        peer.send(answer(200));
    });
    const auto endpoint = endpoint_at(server.url() + "/v1");
    endpoint->api_key = std::make_shared<const config::Secret>("sk-up");
    checker_.watch({endpoint}, settings_);
    EXPECT_TRUE(soon([&] { return asked_well.load(); }));
    checker_.stop();
}

TEST_F(HealthCheckerTest, SilenceIsAFailureAfterTheTimeout) {
    settings_.timeout = 20ms;
    settings_.failures = 2;
    const ScriptedUpstream server([](BlockingSocket& peer) { peer.closes_within(5s); });
    const auto endpoint = endpoint_at(server.url());
    checker_.watch({endpoint}, settings_);
    EXPECT_TRUE(becomes(*endpoint, false));
    checker_.stop();
}

TEST_F(HealthCheckerTest, NobodyListeningIsAFailure) {
    const auto endpoint = endpoint_at("http://127.0.0.1:1");
    checker_.watch({endpoint}, settings_);
    EXPECT_TRUE(becomes(*endpoint, false));
    checker_.stop();
}

TEST_F(HealthCheckerTest, StopEndsARunningCheckAtOnceAndJudgesNothing) {
    settings_.failures = 1;
    settings_.timeout = 60s;
    std::atomic<bool> asked = false;
    std::atomic<bool> closed = false;
    const ScriptedUpstream server([&](BlockingSocket& peer) {
        peer.read_message(false);
        asked = true;
        closed = peer.closes_within(5s);
    });
    const auto endpoint = endpoint_at(server.url());
    checker_.watch({endpoint}, settings_);
    ASSERT_TRUE(soon([&] { return asked.load(); }));
    checker_.stop();
    EXPECT_TRUE(soon([&] { return closed.load(); }, 1s));
    EXPECT_TRUE(endpoint->state->healthy);
}

TEST_F(HealthCheckerTest, WatchingAnewLeavesTheFormerEndpointsAlone) {
    std::atomic<int> checks = 0;
    const auto count_and_fail = [&](BlockingSocket& peer) {
        peer.read_message(false);
        ++checks;
        peer.send(answer(500));
    };
    const ScriptedUpstream former_server(count_and_fail);
    const ScriptedUpstream latter_server(::greeninfer::testing::answers_and_closes(answer(500)));
    const auto former = endpoint_at(former_server.url());
    const auto latter = endpoint_at(latter_server.url());
    settings_.failures = 1000;
    checker_.watch({former}, settings_);
    ASSERT_TRUE(soon([&] { return checks > 0; }));
    settings_.failures = 1;
    checker_.watch({latter}, settings_);
    EXPECT_TRUE(becomes(*latter, false));
    const int before = checks;
    soon([] { return false; }, 30ms);
    EXPECT_LE(checks, before + 1);
    EXPECT_TRUE(former->state->healthy);
    checker_.stop();
}

TEST_F(HealthCheckerTest, WhatCannotBeCheckedIsLeftAlone) {
    const auto no_target = endpoint_at("http://127.0.0.1:1");
    no_target->health_target.clear();
    const auto no_address = endpoint_at("http://127.0.0.1:1");
    no_address->state->origin = std::shared_ptr<const net::Origin>();
    settings_.failures = 1;
    checker_.watch({no_target, no_address}, settings_);
    soon([] { return false; }, 20ms);
    EXPECT_TRUE(no_target->state->healthy);
    EXPECT_TRUE(no_address->state->healthy);

    const auto unchecked = endpoint_at("http://127.0.0.1:1");
    settings_.interval = 0ms;
    checker_.watch({unchecked}, settings_);
    soon([] { return false; }, 20ms);
    EXPECT_TRUE(unchecked->state->healthy);
    checker_.stop();
}

}  // namespace
}  // namespace greeninfer::fleet
