#include "energy/exporter_meter.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "energy/exposition_text.hpp"
#include "energy/processor_zones.hpp"

namespace greeninfer::energy {

namespace {

using namespace std::chrono_literals;

constexpr std::string_view kDcgmFamily = "DCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION";  // mJ
constexpr std::string_view kKeplerFamily = "kepler_node_cpu_joules_total";        // J
constexpr double kMicrojoulesMost = 1e18;  // a GPU of 1 kW for thirty years; above it doubles tell no joules apart

std::optional<std::uint64_t> microjoules_of(double value, double microjoules_per_unit) {
    const double microjoules = value * microjoules_per_unit;
    if (!(microjoules >= 0 && microjoules <= kMicrojoulesMost)) return std::nullopt;
    return static_cast<std::uint64_t>(std::llround(microjoules));
}

bool is_wanted(const std::vector<std::string>& devices, std::string_view name) {
    return devices.empty() || std::ranges::find(devices, name) != devices.end();
}

}  // namespace

Result<std::vector<DeviceCount>> read_dcgm_page(std::string_view page, const std::vector<std::string>& devices) {
    std::vector<DeviceCount> counts;
    std::set<std::string> found;
    bool is_sound = true;
    for_each_sample(page, kDcgmFamily, [&](const ExpositionSample& sample) {
        const std::string number = sample.label("gpu").value_or("");
        const std::string uuid = sample.label("UUID").value_or(number);
        if (!is_wanted(devices, number) && !is_wanted(devices, uuid)) return;
        const auto microjoules = microjoules_of(sample.value, 1e3);
        is_sound = is_sound && microjoules;
        // A GPU that is cut into instances (MIG) stands there once for each, with the energy of all of it.
        const bool is_repeated = !found.insert(uuid).second;
        found.insert(number);
        if (is_repeated) return;
        counts.push_back({uuid, microjoules.value_or(0)});
    });
    if (!is_sound) return fail(Fault::upstream_failed, fmt::format("{} is not a count of millijoules", kDcgmFamily));
    for (const std::string& device : devices) {
        if (!found.contains(device))
            return fail(Fault::upstream_failed,
                        fmt::format("the page has no GPU '{}'; name one by number or UUID", device));
    }
    if (counts.empty())
        return fail(
            Fault::upstream_failed,
            fmt::format("the page has no {}; enable that field in the exporter's list of counters", kDcgmFamily));
    return counts;
}

Result<std::vector<DeviceCount>> read_kepler_page(std::string_view page, const std::vector<std::string>& devices) {
    std::vector<ProcessorZone> zones;
    bool is_sound = true;
    for_each_sample(page, kKeplerFamily, [&](const ExpositionSample& sample) {
        const auto microjoules = microjoules_of(sample.value, 1e6);
        is_sound = is_sound && microjoules;
        zones.push_back({.name = sample.label("zone").value_or(""),
                         .path = sample.label("path").value_or(""),
                         .microjoules = microjoules.value_or(0)});
    });
    if (!is_sound) return fail(Fault::upstream_failed, fmt::format("{} is not a count of joules", kKeplerFamily));
    if (zones.empty())
        return fail(Fault::upstream_failed,
                    fmt::format("the page has no {}; Kepler 0.10 or newer is needed", kKeplerFamily));
    return counts_of(std::move(zones), devices);
}

Task<std::vector<DeviceCount>> ExporterMeter::read() {
    std::vector<DeviceCount> all;
    for (const std::string& url : urls_) {
        WebRequest request{.url = url, .timeout = 5s};
        CO_TRY(const WebAnswer answer, co_await web_.get(std::move(request)));
        if (answer.status != 200)
            co_return fail(Fault::upstream_failed, fmt::format("the exporter answered with status {}", answer.status));
        // Each device is asked of the page that it is on; with several pages the names are those of each.
        CO_TRY(std::vector<DeviceCount> counts, read_page_(answer.body, devices_));
        for (DeviceCount& count : counts) {
            count.device = fmt::format("{}#{}", url, count.device);
            all.push_back(std::move(count));
        }
    }
    co_return all;
}

}  // namespace greeninfer::energy
