#pragma once
// The processors of this machine, by the counters that the kernel shows (powercap: intel-rapl, also for AMD since Linux
// 5.8).
//
// They wrap at max_energy_range_uj, nest (ProcessorZones), and since 2020 only root may read them, as they leak what
// other processes compute; the error says how to allow it. They count the whole machine, so the gateway's own work is
// among it. Reading takes microseconds and no disk. On the control core.
#include <filesystem>

#include "energy/meter.hpp"
#include "energy/processor_zones.hpp"

namespace greeninfer::energy {

inline constexpr std::string_view kPowercapRoot = "/sys/class/powercap";

// All zones below the root. Fails where there are none, or they may not be read.
Result<std::vector<ProcessorZone>> read_powercap(const std::filesystem::path& root);

class RaplMeter final : public Meter {
public:
    RaplMeter(std::filesystem::path root, std::vector<std::string> devices)
        : root_(std::move(root)), devices_(std::move(devices)) {}

    Task<std::vector<DeviceCount>> read() override;

private:
    const std::filesystem::path root_;
    const std::vector<std::string> devices_;
};

}  // namespace greeninfer::energy
