#include "energy/processor_zones.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace greeninfer::energy {

namespace {

// "package-1" is a package.
std::string_view kind_of(std::string_view name) {
    return name.starts_with("package") ? "package" : name;
}

bool is_called(const ProcessorZone& zone, std::string_view wanted) {
    return zone.name == wanted || kind_of(zone.name) == wanted;
}

// How deep a kind lies; dram is beside the package on servers, so who names both is believed.
bool lies_in(std::string_view inner, std::string_view outer) {
    if (outer == "psys") return inner != "psys";
    return outer == "package" && (inner == "core" || inner == "uncore");
}

// The second interface to a package (memory-mapped) shows what the first one does.
bool is_copy(const ProcessorZone& zone) {
    return zone.path.contains("intel-rapl-mmio");
}

void remove_copies(std::vector<ProcessorZone>& zones) {
    const bool has_originals = !std::ranges::all_of(zones, is_copy);
    if (has_originals) std::erase_if(zones, is_copy);
}

Result<void> check_names(const std::vector<ProcessorZone>& zones, const std::vector<std::string>& names) {
    for (const std::string& name : names) {
        if (std::ranges::none_of(zones, [&](const ProcessorZone& zone) { return is_called(zone, name); }))
            return fail(Fault::invalid_request, fmt::format("there is no zone '{}'", name), "devices");
        for (const std::string& outer : names) {
            if (lies_in(kind_of(name), kind_of(outer)))
                return fail(Fault::invalid_request,
                            fmt::format("'{}' lies in '{}' and would be counted twice; name one of them", name, outer),
                            "devices");
        }
    }
    return {};
}

}  // namespace

Result<std::vector<DeviceCount>> counts_of(std::vector<ProcessorZone> zones, const std::vector<std::string>& names) {
    static const std::vector<std::string> kPackages = {"package"};
    const std::vector<std::string>& wanted = names.empty() ? kPackages : names;
    remove_copies(zones);
    if (auto checked = check_names(zones, wanted); !checked) return std::unexpected(std::move(checked).error());
    std::vector<DeviceCount> counts;
    for (const ProcessorZone& zone : zones) {
        const auto is_it = [&](const std::string& name) { return is_called(zone, name); };
        if (std::ranges::any_of(wanted, is_it))
            counts.push_back({fmt::format("{}@{}", zone.name, zone.path), zone.microjoules, zone.wraps_at});
    }
    return counts;
}

}  // namespace greeninfer::energy
