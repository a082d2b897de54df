#include "energy/rapl_meter.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <fstream>

namespace greeninfer::energy {

namespace {

namespace fs = std::filesystem;

Result<std::string> first_line(const fs::path& file) {
    std::ifstream stream(file);
    std::string line;
    if (!stream || !std::getline(stream, line)) {
        return fail(Fault::forbidden,
                    fmt::format("cannot read {0}; only root may by default. Allow the server's group to: "
                                "`chgrp greeninfer {0} && chmod g+r {0}` at each start (a udev or tmpfiles rule)",
                                file.string()));
    }
    return line;
}

Result<std::uint64_t> number_in(const fs::path& file) {
    TRY(const std::string line, first_line(file));
    std::uint64_t number = 0;
    const auto [end, problem] = std::from_chars(line.data(), line.data() + line.size(), number);
    if (problem != std::errc() || end != line.data() + line.size())
        return fail(Fault::upstream_failed, fmt::format("{} holds no number", file.string()));
    return number;
}

Result<ProcessorZone> read_zone(const fs::path& folder) {
    TRY(std::string name, first_line(folder / "name"));
    TRY(const std::uint64_t microjoules, number_in(folder / "energy_uj"));
    TRY(const std::uint64_t wraps_at, number_in(folder / "max_energy_range_uj"));
    return ProcessorZone{std::move(name), folder.filename().string(), microjoules, wraps_at};
}

}  // namespace

// The kernel links every zone, inner ones too, into this one folder.
Result<std::vector<ProcessorZone>> read_powercap(const fs::path& root) {
    std::vector<fs::path> folders;
    std::error_code problem;
    for (const fs::directory_entry& entry : fs::directory_iterator(root, problem)) {
        const std::string name = entry.path().filename().string();
        const bool is_zone = name.starts_with("intel-rapl") && name.contains(':');
        if (is_zone) folders.push_back(entry.path());
    }
    if (folders.empty())
        return fail(
            Fault::not_ready,
            fmt::format("{} shows no intel-rapl zones: this machine, or the virtual machine or container that it "
                        "is, has no RAPL counters",
                        root.string()));
    std::ranges::sort(folders);
    std::vector<ProcessorZone> zones;
    for (const fs::path& folder : folders) {
        TRY(ProcessorZone zone, read_zone(folder));
        zones.push_back(std::move(zone));
    }
    return zones;
}

Task<std::vector<DeviceCount>> RaplMeter::read() {
    CO_TRY(std::vector<ProcessorZone> zones, read_powercap(root_));
    co_return counts_of(std::move(zones), devices_);
}

}  // namespace greeninfer::energy
