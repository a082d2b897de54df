#pragma once
// What is watched by which meter, as the configuration describes it.
#include <array>
#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/units.hpp"

namespace greeninfer::config {
class Fields;
}

namespace greeninfer::energy {

enum class MeterKind { dcgm, nvml, rapl, kepler };
inline constexpr std::array<std::string_view, 4> kMeterKindNames = {"dcgm", "nvml", "rapl", "kepler"};

struct MeterSettings {
    std::string name;
    MeterKind kind = MeterKind::dcgm;
    std::vector<std::string> urls;     // of dcgm and kepler: the exporters' pages
    std::vector<std::string> devices;  // empty: every GPU, or the processor packages
    std::string path;                  // of nvml: its library; of rapl: the powercap folder; empty: the usual one
    std::optional<double> tdp_watts;   // of one device; absent: kGpuTdp or kProcessorTdp
    std::optional<double> idle_watts;  // of all devices together; absent: learnt
    std::optional<double> host_share;  // IT energy over what is counted; absent: kHostShare for GPUs, else 1
    std::chrono::milliseconds interval{10'000};

    friend bool operator==(const MeterSettings&, const MeterSettings&) = default;
};

// The most that a device of its kind takes for long, where nothing is configured: a bound for what is believed, and not
// an estimate. No GPU on sale in 2026 is rated above 1400 W (GB300), no processor socket above 500 W; a zone may be a
// machine of two.
inline constexpr Power kGpuTdp = Power::watts(1400);
inline constexpr Power kProcessorTdp = Power::watts(1000);

bool counts_gpus(MeterKind kind);
Power tdp_of(const MeterSettings& settings);
double host_share_of(const MeterSettings& settings);

void describe(config::Fields& fields, MeterSettings& settings);

}  // namespace greeninfer::energy
