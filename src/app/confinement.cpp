#include "app/confinement.hpp"

#include <fcntl.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <filesystem>

#include "app/landlock.hpp"
#include "app/write_filter.hpp"
#include "fleet/descriptor.hpp"

namespace greeninfer::app {

namespace {

namespace fs = std::filesystem;

// Landlock knows files and no attributes of them, so it never stands alone.
Result<void> forbid_by_landlock_and_filter(const WriteExceptions& exceptions) {
    auto forbidden = forbid_writes_by_landlock(exceptions);
    return forbidden ? forbid_what_landlock_allows() : forbidden;
}

constexpr std::array kMechanisms = {BanMechanism{WriteBan::landlock, &forbid_by_landlock_and_filter},
                                    BanMechanism{WriteBan::seccomp, &forbid_writes_by_filter}};

bool can_open(const fs::path& path, int flags) {
    constexpr mode_t kOwnerOnly = 0600;
    return fleet::Descriptor(::open(path.c_str(), flags | O_CLOEXEC, kOwnerOnly)).is_open();
}

// Tried out, since a container or an emulated kernel may accept rules and not keep them. The name of the process is a
// file that each process may write, wherever it runs.
std::optional<fs::path> still_writable() {
    if (can_open("/proc/self/comm", O_WRONLY)) return "/proc/self/comm";
    std::error_code ignored;
    const std::string name = fmt::format("greeninfer-zero-trust-{}", ::getpid());
    for (const fs::path& folder : {fs::temp_directory_path(ignored), fs::current_path(ignored), fs::path("/dev/shm")}) {
        if (!can_open(folder / name, O_WRONLY | O_CREAT | O_EXCL)) continue;
        fs::remove(folder / name, ignored);
        return folder;
    }
    return std::nullopt;
}

// Why that one does not forbid writing; empty when it does.
std::string why_not(const BanMechanism& mechanism, const WriteExceptions& exceptions) {
    if (const auto forbidden = mechanism.forbid_writes(exceptions); !forbidden) return forbidden.error().detail;
    const auto writable = still_writable();
    return writable ? fmt::format("{} could be written all the same", writable->string()) : "";
}

std::vector<std::string> gpu_devices() {
    std::vector<std::string> devices;
    std::error_code ignored;
    for (const auto& entry : fs::directory_iterator("/dev", ignored))
        if (entry.path().filename().string().starts_with("nvidia")) devices.push_back(entry.path());
    return devices;
}

}  // namespace

std::span<const BanMechanism> ban_mechanisms() {
    return kMechanisms;
}

WriteExceptions write_exceptions(const Settings& settings) {
    WriteExceptions exceptions;
    const auto asks_gpus = [](const energy::MeterSettings& meter) { return meter.kind == energy::MeterKind::nvml; };
    if (std::ranges::any_of(settings.meters, asks_gpus)) exceptions.devices = gpu_devices();
    exceptions.devices.emplace_back("/dev/null");
    constexpr std::string_view kUnix = "unix:";
    if (settings.server.listen.starts_with(kUnix))
        exceptions.socket_folder = fs::path(settings.server.listen.substr(kUnix.size())).parent_path();
    return exceptions;
}

Result<std::optional<WriteBan>> confine(const Settings& settings, std::span<const BanMechanism> mechanisms) {
    if (!settings.security.zero_trust) return std::nullopt;
    std::string reasons;
    for (const BanMechanism& mechanism : mechanisms) {
        const std::string reason = why_not(mechanism, write_exceptions(settings));
        if (reason.empty()) return mechanism.ban;
        reasons += fmt::format("; {}: {}", to_string(mechanism.ban), reason);
    }
    if (settings.security.allow_unenforced) return WriteBan::none;
    return fail(Fault::not_ready,
                "nothing can keep this process from writing files" + reasons +
                    ". Zero trust needs Linux 6.2 with Landlock, or a kernel with seccomp filters; "
                    "security.allow_unenforced: true starts without",
                "security.zero_trust");
}

}  // namespace greeninfer::app
