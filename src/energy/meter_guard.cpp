#include "energy/meter_guard.hpp"

#include <algorithm>
#include <utility>

namespace greeninfer::energy {

namespace {

// A counter that wraps goes on from 0 after wraps_at, so wraps_at - before + now have passed.
std::optional<std::uint64_t> rise(const DeviceCount& before, const DeviceCount& now) {
    if (now.microjoules >= before.microjoules) return now.microjoules - before.microjoules;
    if (now.wraps_at == 0 || now.wraps_at < before.microjoules) return std::nullopt;
    return now.wraps_at - before.microjoules + now.microjoules;
}

}  // namespace

std::expected<std::optional<MeterGuard::Difference>, MeterRefusal> MeterGuard::accept(std::vector<DeviceCount> reading,
                                                                                      Moment now) {
    std::ranges::sort(reading, {}, &DeviceCount::device);
    if (last_.empty()) {
        last_ = std::move(reading);
        last_moment_ = now;
        return std::nullopt;
    }
    const auto counted = difference(reading, std::chrono::duration<double>(now - last_moment_).count());
    if (counted && *counted == 0 && now - last_moment_ < kStandsStill) return std::nullopt;
    const Moment since = std::exchange(last_moment_, now);
    last_ = std::move(reading);
    if (!counted) return std::unexpected(counted.error());
    return Difference{*counted, since};
}

std::expected<std::uint64_t, MeterRefusal> MeterGuard::difference(std::span<const DeviceCount> reading,
                                                                  double seconds) const {
    if (!std::ranges::equal(reading, last_, {}, &DeviceCount::device, &DeviceCount::device))
        return std::unexpected(MeterRefusal::devices_changed);
    const double most_microjoules = tdp_.as_watts() * kHeadroom * seconds * 1e6;
    std::uint64_t sum = 0;
    for (std::size_t i = 0; i < reading.size(); ++i) {
        const auto risen = rise(last_[i], reading[i]);
        if (!risen) return std::unexpected(MeterRefusal::fell);
        if (static_cast<double>(*risen) > most_microjoules) return std::unexpected(MeterRefusal::too_much);
        sum += *risen;
    }
    return sum;
}

}  // namespace greeninfer::energy
