#include "fleet/endpoint_choice.hpp"

#include <gtest/gtest.h>

#include <map>

namespace greeninfer::fleet {
namespace {

using namespace std::chrono_literals;

std::shared_ptr<Endpoint> endpoint_named(std::string name) {
    auto endpoint = std::make_shared<Endpoint>();
    endpoint->name = std::move(name);
    endpoint->state = std::make_shared<EndpointState>();
    endpoint->state->origin = std::make_shared<const net::Origin>();
    return endpoint;
}

class EndpointChoice : public testing::Test {
protected:
    Result<Placement> choose(std::vector<const Endpoint*> tried = {}) {
        return choose_endpoint({a_, b_}, tried, turn_++, now_, breaker_);
    }

    std::shared_ptr<Endpoint> a_ = endpoint_named("a");
    std::shared_ptr<Endpoint> b_ = endpoint_named("b");
    net::BreakerSettings breaker_{.failures = 1, .window = 30s, .open_for = 7s, .successes = 1};
    std::uint64_t turn_ = 0;
    Moment now_{};
};

TEST_F(EndpointChoice, EqualEndpointsTakeTurns) {
    std::map<std::string, int> chosen;
    for (int i = 0; i < 100; ++i) ++chosen[choose().value().endpoint->name];
    EXPECT_EQ(chosen["a"], 50);
    EXPECT_EQ(chosen["b"], 50);
}

TEST_F(EndpointChoice, TheOneWithFewerRequestsInFlightIsTaken) {
    const InFlight busy(*a_);
    for (int i = 0; i < 4; ++i) EXPECT_EQ(choose().value().endpoint->name, "b");
}

TEST_F(EndpointChoice, AnEndpointTriedBeforeComesLast) {
    const InFlight busy(*b_);
    EXPECT_EQ(choose({a_.get()}).value().endpoint->name, "b");
    b_->state->healthy = false;
    EXPECT_EQ(choose({a_.get()}).value().endpoint->name, "a");
}

TEST_F(EndpointChoice, UnhealthyAndBrokenOnesAreLeftOut) {
    a_->state->healthy = false;
    b_->state->breaker.record_failure(now_, breaker_);
    const auto none = choose();
    ASSERT_FALSE(none.has_value());
    EXPECT_EQ(none.error().fault, Fault::not_ready);
    EXPECT_EQ(none.error().retry_after, 7s);
}

TEST_F(EndpointChoice, SaysWhenAStartingEngineMayBeBack) {
    a_->state->origin = std::shared_ptr<const net::Origin>();
    a_->state->retry_after_s = 3;
    b_->state->healthy = false;
    const auto none = choose();
    ASSERT_FALSE(none.has_value());
    EXPECT_EQ(none.error().retry_after, 3s);
}

TEST_F(EndpointChoice, FullEndpointsAreABusyFleetNotADeadOne) {
    a_->max_in_flight = 1;
    b_->state->healthy = false;
    const InFlight busy(*a_);
    const auto none = choose();
    ASSERT_FALSE(none.has_value());
    EXPECT_EQ(none.error().fault, Fault::too_many_requests);
    EXPECT_TRUE(none.error().retry_after.has_value());
}

}  // namespace
}  // namespace greeninfer::fleet
