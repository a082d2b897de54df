#include "energy/cpu_time_meter.hpp"

#include <gtest/gtest.h>

#include "grid/answered_web_for_test.hpp"

namespace greeninfer::energy {
namespace {

using namespace std::chrono_literals;

TEST(CpuTimeMeter, CountsWattsForEverySecondOfACore) {
    std::chrono::nanoseconds time = 0ns;
    CpuTimeMeter meter([&] { return time; }, Power::watts(3.5));
    EXPECT_EQ(grid::run_for_test(meter.read())->front().microjoules, 0U);
    time = 2500ms;
    EXPECT_EQ(grid::run_for_test(meter.read())->front().microjoules, 8'750'000U);
}

}  // namespace
}  // namespace greeninfer::energy
