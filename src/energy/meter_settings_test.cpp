#include "energy/meter_settings.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "config/reader.hpp"
#include "energy/host_share.hpp"

namespace greeninfer::energy {
namespace {

using namespace std::chrono_literals;

std::string problems_of(std::string_view yaml, MeterSettings& settings) {
    config::Problems problems;
    const config::Node root = config::parse_yaml(yaml, "meters.yaml", problems);
    config::Reader::read(root, "", [&](config::Fields& fields) { describe(fields, settings); }, problems);
    std::string text;
    for (const config::Problem& problem : problems.all()) text += to_string(problem) + "\n";
    return text;
}

TEST(MeterSettings, ReadAMeterOfNamedGpus) {
    MeterSettings settings;
    EXPECT_EQ(problems_of("{name: node-a, kind: dcgm, urls: ['http://node-a:9400/metrics'], devices: ['0', GPU-1f],"
                          " tdp_watts: 700, idle_watts: 180, interval: 5s}",
                          settings),
              "");
    EXPECT_EQ(settings.devices, (std::vector<std::string>{"0", "GPU-1f"}));
    EXPECT_EQ(tdp_of(settings).as_watts(), 700);
    EXPECT_EQ(settings.idle_watts, 180);
    EXPECT_EQ(settings.interval, 5s);
    EXPECT_EQ(host_share_of(settings), kHostShare);
}

TEST(MeterSettings, KnowWhatAKindDoesNotSee) {
    MeterSettings settings;
    EXPECT_EQ(problems_of("{name: cpu, kind: rapl}", settings), "");
    EXPECT_EQ(host_share_of(settings), 1);
    EXPECT_EQ(tdp_of(settings).as_watts(), kProcessorTdp.as_watts());
    settings.host_share = 1.2;
    EXPECT_EQ(host_share_of(settings), 1.2);
}

TEST(MeterSettings, SayWhatIsWrong) {
    struct Row {
        const char* name;
        const char* yaml;
        const char* problem;
    };
    const Row rows[] = {
        {"no name", "{kind: rapl}", "name"},
        {"no kind", "{name: a}", "kind"},
        {"an unknown kind", "{name: a, kind: ipmi}", "dcgm"},
        {"no page", "{name: a, kind: dcgm}", "urls: is empty; give the address"},
        {"a page that is not for it", "{name: a, kind: nvml, urls: ['http://n']}", "urls: is not for this kind"},
        {"a path that is not for it", "{name: a, kind: kepler, urls: ['http://n'], path: /x}", "path: is not for"},
        {"no web address", "{name: a, kind: dcgm, urls: ['node-a:9400']}", "does not begin with http://"},
        {"no power", "{name: a, kind: rapl, tdp_watts: 0}", "tdp_watts"},
        {"power below zero", "{name: a, kind: rapl, idle_watts: -5}", "idle_watts"},
        {"a host that gives energy", "{name: a, kind: nvml, host_share: 0.5}", "host_share"},
        {"too often", "{name: a, kind: rapl, interval: 10ms}", "interval"},
    };
    for (const Row& row : rows) {
        SCOPED_TRACE(row.name);
        MeterSettings settings;
        EXPECT_THAT(problems_of(row.yaml, settings), ::testing::HasSubstr(row.problem));
    }
}

}  // namespace
}  // namespace greeninfer::energy
