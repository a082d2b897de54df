#include "app/cluster_layout.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "config/temporary_file_for_test.hpp"

namespace greeninfer::app {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

std::expected<Settings, std::vector<config::Problem>> load(std::string_view text) {
    const config::TemporaryFile file("clusters.yaml", text);
    const std::filesystem::path files[] = {file.path()};
    return load_settings(files);
}

constexpr std::string_view kTwoClusters = R"(
models:
  - {name: llama, tier: medium}
enterprise:
  routing: {strategy: kv_aware, fallback: least_busy}
  clusters:
    - name: vllm-prod
      region: us-east-1
      endpoints: ["http://node-a:8000", "http://node-b:8000/openai/v1"]
      power: {dcgm: ["http://node-a:9400/metrics"], idle_watts: 90}
    - name: solar
      model: llama
      served_model: meta/llama
      region: eu-north-1
      power_source: own-field
      endpoints: ["http://node-c:8000/"]
      max_in_flight: 8
      kv_events: {port: 5557, replay_port: 5558, topic: kv}
grid: {zones: [{name: own-field, intensity: 40, source: measured}]}
)";

TEST(ClusterLayout, EachAddressIsAnEndpointOfTheModel) {
    const auto settings = load(kTwoClusters);
    ASSERT_TRUE(settings.has_value()) << to_string(settings.error()[0]);
    EXPECT_EQ(settings->enterprise.routing.strategy, fleet::Strategy::kv_aware);
    ASSERT_EQ(settings->models.size(), 1u);
    const auto& endpoints = settings->models[0].endpoints;
    ASSERT_EQ(endpoints.size(), 3u);
    EXPECT_EQ(endpoints[0].url, "http://node-a:8000/v1");
    EXPECT_EQ(endpoints[0].metrics_url, "http://node-a:8000/metrics");
    EXPECT_EQ(endpoints[0].region, "us-east-1");
    EXPECT_EQ(endpoints[0].cluster, "vllm-prod");
    EXPECT_EQ(endpoints[1].url, "http://node-b:8000/openai/v1");
    EXPECT_EQ(endpoints[1].metrics_url, "http://node-b:8000/metrics");
    EXPECT_EQ(endpoints[2].url, "http://node-c:8000/v1");
    EXPECT_EQ(endpoints[2].model, "meta/llama");
    EXPECT_EQ(endpoints[2].max_in_flight, 8u);
    EXPECT_EQ(endpoints[0].kv_events.url, "");
    EXPECT_EQ(endpoints[2].kv_events.url, "tcp://node-c:5557");
    EXPECT_EQ(endpoints[2].kv_events.replay_url, "tcp://node-c:5558");
    EXPECT_EQ(endpoints[2].kv_events.topic, "kv");
}

TEST(ClusterLayout, ItsPowerIsAMeterOfAllItsServers) {
    const auto settings = load(kTwoClusters);
    ASSERT_TRUE(settings.has_value());
    ASSERT_EQ(settings->meters.size(), 1u);
    EXPECT_EQ(settings->meters[0].name, "vllm-prod");
    EXPECT_EQ(settings->meters[0].kind, energy::MeterKind::dcgm);
    EXPECT_THAT(settings->meters[0].urls, ElementsAre("http://node-a:9400/metrics"));
    EXPECT_EQ(settings->meters[0].idle_watts, 90);
    EXPECT_EQ(settings->models[0].endpoints[1].meter, "vllm-prod");
    EXPECT_EQ(settings->models[0].endpoints[2].meter, "");
}

TEST(ClusterLayout, APowerSourceOfItsOwnTakesThePlaceOfItsRegionsZone) {
    const auto settings = load(kTwoClusters);
    ASSERT_TRUE(settings.has_value());
    EXPECT_EQ(settings->models[0].endpoints[2].region, "eu-north-1/solar");
    ASSERT_EQ(settings->regions.size(), 1u);
    EXPECT_EQ(settings->regions[0].zone, "own-field");
    EXPECT_EQ(settings->regions[0].provider, "aws");
    EXPECT_TRUE(settings->regions[0].pue.has_value()) << "the building is the region's";
}

TEST(ClusterLayout, AStrategyOfAClusterIsItsModels) {
    const auto settings = load(R"(
models:
  - {name: a, tier: small, endpoints: [{url: "http://one/v1"}]}
  - {name: b, tier: medium}
enterprise:
  routing: {strategy: round_robin}
  clusters: [{name: c, model: b, strategy: session, endpoints: ["http://two"]}]
)");
    ASSERT_TRUE(settings.has_value()) << to_string(settings.error()[0]);
    EXPECT_EQ(strategy_of(settings->enterprise, settings->models[0]), fleet::Strategy::round_robin);
    EXPECT_EQ(strategy_of(settings->enterprise, settings->models[1]), fleet::Strategy::session);
}

TEST(ClusterLayout, WhatIsWrongNamesTheFieldAndTheRemedy) {
    struct Row {
        std::string_view clusters;
        std::string_view path;
        std::string_view says;
    };
    constexpr std::string_view kModels =
        "models: [{name: a, tier: small, endpoints: [{url: 'http://one/v1'}]}, {name: b, tier: small, endpoints: "
        "[{url: 'http://two/v1'}]}]\nmeters: [{name: m, kind: dcgm, urls: ['http://x/metrics']}]\n";
    for (const Row& row : {
             Row{"[{name: c, endpoints: ['http://n']}]", "enterprise.clusters[0].model", "models has a, b"},
             Row{"[{name: c, model: z, endpoints: ['http://n']}]", "enterprise.clusters[0].model", "models has a, b"},
             Row{"[{name: c, model: a}]", "enterprise.clusters[0].endpoints", "at least one address"},
             Row{"[{name: c, model: a, endpoints: ['node:8000']}]", "enterprise.clusters[0].endpoints", "none"},
             Row{"[{name: c, model: a, endpoints: ['http://n'], region: us-esat-1}]", "enterprise.clusters[0].region",
                 "us-east-1"},
             Row{"[{name: c, model: a, endpoints: ['http://n'], power_source: US-TEX-ERCOO}]",
                 "enterprise.clusters[0].power_source", "US-TEX-ERCO"},
             Row{"[{name: c, model: a, endpoints: ['http://n'], power: {meter: q}}]",
                 "enterprise.clusters[0].power.meter", "is no meter"},
             Row{"[{name: c, model: a, endpoints: ['http://n'], power: {meter: m, dcgm: ['http://d']}}]",
                 "enterprise.clusters[0].power.meter", "keep one"},
             Row{"[{name: m, model: a, endpoints: ['http://n'], power: {dcgm: ['http://d']}}]",
                 "enterprise.clusters[0].name", "rename one"},
             Row{"[{name: c, model: a, endpoints: ['http://n']}, {name: c, model: b, endpoints: ['http://n']}]",
                 "enterprise.clusters[1].name", "must be different"},
             Row{"[{name: c, model: a, strategy: session, endpoints: ['http://n']}, {name: d, model: a, strategy: "
                 "kv_aware, endpoints: ['http://n']}]",
                 "enterprise.clusters[1].strategy", "give them the same"},
         }) {
        SCOPED_TRACE(row.clusters);
        const auto settings =
            load(std::string(kModels) + "enterprise: {clusters: " + std::string(row.clusters) + "}\n");
        ASSERT_FALSE(settings.has_value());
        EXPECT_EQ(settings.error()[0].path, row.path);
        EXPECT_THAT(settings.error()[0].message, HasSubstr(std::string(row.says)));
    }
}

TEST(ClusterLayout, AFallbackMustDecide) {
    const auto settings = load("enterprise: {routing: {strategy: kv_aware, fallback: session}}");
    ASSERT_FALSE(settings.has_value());
    EXPECT_EQ(settings.error()[0].path, "enterprise.routing.fallback");
    EXPECT_THAT(settings.error()[0].message, HasSubstr("least_busy"));
}

}  // namespace
}  // namespace greeninfer::app
