#pragma once
// A process of ours by its processor time: the meter of a machine that shows none.
//
// Time of all its threads x watts of one busy core, so an engine that waits takes nothing; what the watts are is not
// measured but configured. On the control core, where the engine is supervised.
#include <chrono>
#include <functional>

#include "base/units.hpp"
#include "energy/meter.hpp"

namespace greeninfer::energy {

class CpuTimeMeter final : public Meter {
public:
    // cpu_time: of the process and those before it, so that a restart is no reset.
    CpuTimeMeter(std::function<std::chrono::nanoseconds()> cpu_time, Power per_core)
        : cpu_time_(std::move(cpu_time)), per_core_(per_core) {}

    Task<std::vector<DeviceCount>> read() override;

private:
    const std::function<std::chrono::nanoseconds()> cpu_time_;
    const Power per_core_;
};

}  // namespace greeninfer::energy
