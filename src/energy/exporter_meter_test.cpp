#include "energy/exporter_meter.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "grid/answered_web_for_test.hpp"

namespace greeninfer::energy {
namespace {

using ::testing::HasSubstr;

constexpr std::string_view kGpus = R"(# HELP DCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION Total energy (in mJ).
# TYPE DCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION counter
DCGM_FI_DEV_POWER_USAGE{gpu="0",UUID="GPU-one"} 311.5
DCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION{gpu="0",UUID="GPU-one",Hostname="n1"} 1234567
DCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION{gpu="1",UUID="GPU-two",Hostname="n1"} 4000
)";

constexpr std::string_view kInstances = R"(
DCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION{gpu="0",UUID="GPU-one",GPU_I_ID="1"} 5000
DCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION{gpu="0",UUID="GPU-one",GPU_I_ID="2"} 5000
)";

constexpr std::string_view kNode = R"(kepler_node_cpu_joules_total{zone="package",path="/p/0",node_name="n1"} 12.5
kepler_node_cpu_joules_total{zone="package",path="/p/1",node_name="n1"} 7.5
kepler_node_cpu_joules_total{zone="core",path="/p/0/0",node_name="n1"} 9
kepler_node_cpu_active_joules_total{zone="package",path="/p/0"} 3
)";

std::uint64_t sum_of(const std::vector<DeviceCount>& counts) {
    std::uint64_t sum = 0;
    for (const DeviceCount& count : counts) sum += count.microjoules;
    return sum;
}

TEST(ExporterMeter, SumsTheNamedDevicesOfAPage) {
    struct Row {
        const char* name;
        ExporterMeter::ReadPage read;
        std::string_view page;
        std::vector<std::string> devices;
        std::uint64_t microjoules;
    };
    const Row rows[] = {
        {"every GPU", read_dcgm_page, kGpus, {}, 1'238'567'000},  // millijoules: 1,234,567 mJ are 1234.567 J
        {"by number", read_dcgm_page, kGpus, {"1"}, 4'000'000},
        {"by UUID", read_dcgm_page, kGpus, {"GPU-one"}, 1'234'567'000},
        {"a GPU in instances", read_dcgm_page, kInstances, {}, 5'000'000},
        {"packages of a node", read_kepler_page, kNode, {}, 20'000'000},
        {"a zone of a node", read_kepler_page, kNode, {"core"}, 9'000'000},
    };
    for (const Row& row : rows) {
        SCOPED_TRACE(row.name);
        const auto counts = row.read(row.page, row.devices);
        ASSERT_TRUE(counts) << counts.error().detail;
        EXPECT_EQ(sum_of(*counts), row.microjoules);
    }
}

TEST(ExporterMeter, SaysWhatAPageLacks) {
    struct Row {
        const char* name;
        ExporterMeter::ReadPage read;
        std::string_view page;
        std::vector<std::string> devices;
        const char* problem;
    };
    const Row rows[] = {
        {"no such field", read_dcgm_page, "DCGM_FI_DEV_POWER_USAGE{gpu=\"0\"} 5\n", {}, "enable that field"},
        {"an empty page", read_dcgm_page, "", {}, "enable that field"},
        {"an unknown GPU", read_dcgm_page, kGpus, {"0", "7"}, "no GPU '7'"},
        {"below zero", read_dcgm_page, "DCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION{gpu=\"0\"} -1\n", {}, "not a count"},
        {"no number", read_dcgm_page, "DCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION{gpu=\"0\"} NaN\n", {}, "not a count"},
        {"an old Kepler", read_kepler_page, "kepler_node_joules_total 4\n", {}, "Kepler 0.10"},
        {"an unknown zone", read_kepler_page, kNode, {"dram"}, "no zone 'dram'"},
        {"a zone in another", read_kepler_page, kNode, {"package", "core"}, "lies in"},
    };
    for (const Row& row : rows) {
        SCOPED_TRACE(row.name);
        const auto counts = row.read(row.page, row.devices);
        ASSERT_FALSE(counts);
        EXPECT_THAT(counts.error().detail, HasSubstr(row.problem));
    }
}

TEST(ExporterMeter, AsksEveryNodeAndTellsTheirDevicesApart) {
    grid::AnsweredWeb web;
    web.answer("node-a", 200, std::string(kGpus));
    web.answer("node-b", 200, std::string(kGpus));
    ExporterMeter meter(web, {"http://node-a/metrics", "http://node-b/metrics"}, {"0"}, read_dcgm_page);
    const auto counts = grid::run_for_test(meter.read());
    ASSERT_TRUE(counts);
    ASSERT_EQ(counts->size(), 2U);
    EXPECT_NE(counts->front().device, counts->back().device);
    EXPECT_EQ(sum_of(*counts), 2 * 1'234'567'000ULL);
}

TEST(ExporterMeter, FailsAsAWholeWhereOneNodeIsSilent) {
    grid::AnsweredWeb web;
    web.answer("node-a", 200, std::string(kGpus));
    ExporterMeter meter(web, {"http://node-a/metrics", "http://node-b/metrics"}, {}, read_dcgm_page);
    EXPECT_FALSE(grid::run_for_test(meter.read())) << "it is not there";
    web.fail("node-b", Fault::upstream_timeout);
    EXPECT_EQ(grid::run_for_test(meter.read()).error().fault, Fault::upstream_timeout);
    web.answer("node-b", 503, "busy");
    EXPECT_THAT(grid::run_for_test(meter.read()).error().detail, HasSubstr("status 503"));
}

}  // namespace
}  // namespace greeninfer::energy
