// The meter against a real GPU and its driver, where there is one; elsewhere it says that it was not run.
#include <dlfcn.h>
#include <gtest/gtest.h>

#include <thread>

#include "energy/meter_guard.hpp"
#include "energy/meter_settings.hpp"
#include "energy/nvml_meter.hpp"
#include "grid/answered_web_for_test.hpp"

namespace greeninfer::energy {
namespace {

TEST(NvmlMeterReal, CountsWhatARealGpuTakes) {
    if (dlopen(std::string(kNvmlLibrary).c_str(), RTLD_LAZY) == nullptr)
        GTEST_SKIP() << "NOT RUN: this machine has no NVIDIA driver";
    SystemClock clock;
    NvmlMeter meter(std::string(kNvmlLibrary), {});
    MeterGuard guard(kGpuTdp);
    const Moment began = clock.now();
    auto reading = grid::run_for_test(meter.read());
    ASSERT_TRUE(reading) << reading.error().detail;
    const std::size_t devices = reading->size();
    ASSERT_TRUE(guard.accept(*std::move(reading), began));
    // A GPU that is on takes at least some watts: its counter moves within seconds.
    for (;;) {
        auto next = grid::run_for_test(meter.read());
        ASSERT_TRUE(next) << next.error().detail;
        const Moment now = clock.now();
        const auto counted = guard.accept(*std::move(next), now);
        ASSERT_TRUE(counted) << to_string(counted.error());
        ASSERT_LT(now - began, std::chrono::seconds(60)) << "the counter stands still";
        if (!*counted) continue;
        const double seconds = std::chrono::duration<double>(now - began).count();
        const double watts = static_cast<double>((*counted)->microjoules) * 1e-6 / seconds;
        RecordProperty("watts", std::to_string(watts));
        EXPECT_GT(watts, 0);
        std::printf("%zu GPUs, %.3f J in %.3f s\n", devices, watts * seconds, seconds);
        if (seconds > 3) break;
    }
}

}  // namespace
}  // namespace greeninfer::energy
