#include "energy/processor_zones.hpp"

#include <gtest/gtest.h>

namespace greeninfer::energy {
namespace {

const std::vector<ProcessorZone> kServer = {
    {"package-0", "intel-rapl:0", 100, 1000},      {"core", "intel-rapl:0:0", 60, 1000},
    {"uncore", "intel-rapl:0:1", 10, 1000},        {"dram", "intel-rapl:0:2", 30, 1000},
    {"package-1", "intel-rapl:1", 200, 1000},      {"psys", "intel-rapl:2", 500, 1000},
    {"package-0", "intel-rapl-mmio:0", 100, 1000},
};

TEST(ProcessorZones, NeverCountsAJouleTwice) {
    struct Row {
        const char* name;
        std::vector<std::string> wanted;
        std::uint64_t microjoules;
        const char* wrong;
    };
    const Row rows[] = {
        {"the packages, each once", {}, 300, ""},
        {"the packages by name", {"package"}, 300, ""},
        {"one of two", {"package-1"}, 200, ""},
        {"all of the machine", {"psys"}, 500, ""},
        {"memory beside the packages", {"package", "dram"}, 330, ""},
        {"inner zones alone", {"core", "uncore"}, 70, ""},
        {"core in package", {"package", "core"}, 0, "lies in"},
        {"uncore in one package", {"package-0", "uncore"}, 0, "lies in"},
        {"package in psys", {"psys", "package-0"}, 0, "lies in"},
        {"memory in psys", {"dram", "psys"}, 0, "lies in"},
        {"not there", {"package-7"}, 0, "no zone 'package-7'"},
    };
    for (const Row& row : rows) {
        SCOPED_TRACE(row.name);
        const auto counts = counts_of(kServer, row.wanted);
        if (*row.wrong != '\0') {
            ASSERT_FALSE(counts);
            EXPECT_NE(counts.error().detail.find(row.wrong), std::string::npos) << counts.error().detail;
            continue;
        }
        ASSERT_TRUE(counts);
        std::uint64_t sum = 0;
        for (const DeviceCount& count : *counts) sum += count.microjoules;
        EXPECT_EQ(sum, row.microjoules);
    }
}

TEST(ProcessorZones, TakesTheSecondInterfaceWhereItIsTheOnlyOne) {
    const auto counts = counts_of({{"package-0", "intel-rapl-mmio:0", 7, 9}}, {});
    ASSERT_TRUE(counts);
    EXPECT_EQ(counts->front().microjoules, 7U);
    EXPECT_EQ(counts->front().wraps_at, 9U);
}

}  // namespace
}  // namespace greeninfer::energy
