#include "energy/cpu_time_meter.hpp"

#include <cmath>

namespace greeninfer::energy {

Task<std::vector<DeviceCount>> CpuTimeMeter::read() {
    const Energy energy = per_core_ * std::chrono::duration<double>(cpu_time_());
    std::vector<DeviceCount> counts;
    counts.push_back({"cpu", static_cast<std::uint64_t>(std::llround(energy.as_joules() * 1e6))});
    co_return counts;
}

}  // namespace greeninfer::energy
