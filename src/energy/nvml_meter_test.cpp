#include "energy/nvml_meter.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>

#include "grid/answered_web_for_test.hpp"

namespace greeninfer::energy {
namespace {

using ::testing::HasSubstr;

// Has one function of the fake library fail while it lives.
struct Failing {
    explicit Failing(const char* function) { setenv("FAKE_NVML_FAILS", function, 1); }
    ~Failing() { unsetenv("FAKE_NVML_FAILS"); }
};

std::string problem_of(const std::string& library, std::vector<std::string> devices = {}) {
    NvmlMeter meter(library, std::move(devices));
    const auto counts = grid::run_for_test(meter.read());
    return counts ? "none" : counts.error().detail;
}

TEST(NvmlMeter, ReadsTheCountersOfTheNamedGpus) {
    NvmlMeter all(GREENINFER_FAKE_NVML, {});
    const auto first = grid::run_for_test(all.read());
    const auto second = grid::run_for_test(all.read());
    ASSERT_TRUE(first && second);
    ASSERT_EQ(second->size(), 2U);
    EXPECT_EQ(second->front().device, "GPU-fake-0");
    EXPECT_EQ(second->front().microjoules - first->front().microjoules, 1'500'000U);
    EXPECT_EQ(second->back().microjoules - first->back().microjoules, 2'500'000U);
    for (const char* name : {"1", "GPU-fake-1"}) {
        NvmlMeter one(GREENINFER_FAKE_NVML, {name});
        EXPECT_EQ(grid::run_for_test(one.read())->front().device, "GPU-fake-1");
    }
}

TEST(NvmlMeter, SaysWhatStandsInTheWay) {
    EXPECT_THAT(problem_of("libno-such-nvml.so.1"), HasSubstr("the NVIDIA driver brings it"));
    EXPECT_THAT(problem_of("libm.so.6"), HasSubstr("is no NVML that counts energy"));
    EXPECT_THAT(problem_of(GREENINFER_FAKE_NVML, {"4"}), HasSubstr("no GPU '4'; 2 are there"));
    for (const char* function : {"init", "count", "handle", "uuid", "energy"}) {
        SCOPED_TRACE(function);
        const Failing failing(function);
        EXPECT_THAT(problem_of(GREENINFER_FAKE_NVML), HasSubstr("failed: as the test wants"));
    }
}

TEST(NvmlMeter, TriesALibraryAgainThatCouldNotBeLoaded) {
    NvmlMeter meter(GREENINFER_FAKE_NVML, {});
    {
        const Failing failing("init");
        EXPECT_FALSE(grid::run_for_test(meter.read()));
    }
    EXPECT_TRUE(grid::run_for_test(meter.read()));
}

}  // namespace
}  // namespace greeninfer::energy
