#include "fleet/fleet_metrics.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace greeninfer::fleet {
namespace {

using testing::HasSubstr;

class FleetMetricsTest : public testing::Test {
protected:
    std::string page(const Endpoints& endpoints) const {
        std::string text;
        telemetry::MetricsWriter writer(text);
        write(writer, std::array<const FleetMetrics*, 2>{&one_, &two_}, names_, endpoints);
        return text;
    }
    std::shared_ptr<Endpoint> endpoint_named(const std::string& name) {
        auto endpoint = std::make_shared<Endpoint>();
        endpoint->name = name;
        endpoint->label = names_.intern(name);
        endpoint->state = std::make_shared<EndpointState>();
        endpoint->state->origin = std::make_shared<const net::Origin>();
        return endpoint;
    }

    telemetry::LabelNames names_;
    FleetMetrics one_;
    FleetMetrics two_;
};

TEST_F(FleetMetricsTest, WhatCoresCountedIsAddedUp) {
    const auto endpoint = endpoint_named("m@host");
    const auto ok = names_.intern("ok");
    one_.attempts.at({endpoint->label, ok}).add(2);
    two_.attempts.at({endpoint->label, ok}).add(3);
    two_.attempts.at({endpoint->label, names_.intern("upstream_failed")}).add();
    one_.retries.add();
    two_.retries.add(4);
    one_.retries_refused.add(6);
    two_.failovers.add(7);
    const std::string text = page({endpoint});
    for (const std::string_view line : {
             "greeninfer_endpoint_attempts_total{endpoint=\"m@host\",outcome=\"ok\"} 5\n",
             "greeninfer_endpoint_attempts_total{endpoint=\"m@host\",outcome=\"upstream_failed\"} 1\n",
             "greeninfer_retries_total 5\n",
             "greeninfer_retries_refused_total 6\n",
             "greeninfer_failovers_total 7\n",
         }) {
        EXPECT_THAT(text, HasSubstr(line));
    }
}

TEST_F(FleetMetricsTest, SaysToWhichModelAndClusterAnEndpointBelongs) {
    const auto clustered = endpoint_named("m@a");
    clustered->model = "m";
    clustered->cluster = "lab";
    clustered->region = "eu-north-1";
    const auto single = endpoint_named("n@b");
    single->model = "n";
    const std::string text = page({clustered, single});
    const std::string_view info = "greeninfer_endpoint_info{endpoint=";
    EXPECT_THAT(text, HasSubstr(fmt::format(R"({}"m@a",model="m",cluster="lab",region="eu-north-1"}} 1)", info)));
    EXPECT_THAT(text, HasSubstr(fmt::format(R"({}"n@b",model="n",cluster="none",region="none"}} 1)", info)));
}

TEST_F(FleetMetricsTest, ShowsHowEachEndpointIsDoing) {
    const auto busy = endpoint_named("m@busy");
    const auto sick = endpoint_named("m@sick");
    const auto starting = endpoint_named("m@starting");
    const InFlight first(*busy);
    const InFlight second(*busy);
    busy->state->occupancy = 12;
    busy->state->unread_tokens = 700;
    busy->state->prefix = IndexedEndpoint::in(std::make_shared<PrefixIndex>(PrefixIndex::kLeastCeilingBytes, 1), 100);
    busy->state->prefix->index().confirm(busy->state->prefix->number(), std::array<BlockHash, 3>{1, 2, 3}, Moment());
    sick->state->healthy = false;
    sick->state->breaker.record_failure(Moment(), {.failures = 1});
    starting->state->origin = std::shared_ptr<const net::Origin>();
    const std::string text = page({busy, sick, starting});
    for (const std::string_view line : {
             "greeninfer_endpoint_in_flight{endpoint=\"m@busy\"} 2\n",
             "greeninfer_endpoint_occupancy{endpoint=\"m@busy\"} 12\n",
             "greeninfer_endpoint_unread_tokens{endpoint=\"m@busy\"} 700\n",
             "greeninfer_endpoint_indexed_blocks{endpoint=\"m@busy\"} 3\n",
             "greeninfer_endpoint_in_flight{endpoint=\"m@sick\"} 0\n",
             "greeninfer_endpoint_indexed_blocks{endpoint=\"m@sick\"} 0\n",
             "greeninfer_endpoint_up{endpoint=\"m@busy\"} 1\n",
             "greeninfer_endpoint_up{endpoint=\"m@sick\"} 0\n",
             "greeninfer_endpoint_up{endpoint=\"m@starting\"} 0\n",
             "greeninfer_endpoint_breaker_state{endpoint=\"m@busy\"} 0\n",
             "greeninfer_endpoint_breaker_state{endpoint=\"m@sick\"} 1\n",
         }) {
        EXPECT_THAT(text, HasSubstr(line));
    }
    EXPECT_THAT(text, testing::Not(HasSubstr("greeninfer_endpoint_occupancy{endpoint=\"m@sick\"}"))) << "unknown";
}

}  // namespace
}  // namespace greeninfer::fleet
