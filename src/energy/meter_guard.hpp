#pragma once
// Believes a meter only what can be true.
//
// Counters restart with a driver, lose a device, or return garbage (9e14 J between two readings has been reported of an
// energy exporter), and one such reading would fill an account for ever. So a difference is taken only where every
// device is still there, none has fallen, and none took more than its power allows: time x TDP x 1.5, the bound that
// practice with RAPL and GPU counters has shown to pass all true readings. Used by one thread.
#include <array>
#include <cstdint>
#include <expected>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "base/units.hpp"
#include "energy/meter.hpp"

namespace greeninfer::energy {

enum class MeterRefusal : std::uint8_t {
    unreadable,       // no answer, or not one of a meter
    fell,             // a counter is below its last value: it was reset
    too_much,         // a counter rose faster than the device can take energy
    devices_changed,  // one went or came
};
inline constexpr std::array<std::string_view, 4> kMeterRefusalNames = {"unreadable", "fell", "too_much",
                                                                       "devices_changed"};

constexpr std::string_view to_string(MeterRefusal refusal) {
    return kMeterRefusalNames[static_cast<std::size_t>(refusal)];
}

class MeterGuard {
public:
    static constexpr double kHeadroom = 1.5;
    // Exporters renew their pages slowly, so a count that stands still is waited for this long, and then taken to be
    // true: an engine that sleeps takes no processor time.
    static constexpr std::chrono::seconds kStandsStill{120};

    // tdp: the most that one device takes for long.
    explicit MeterGuard(Power tdp) : tdp_(tdp) {}

    struct Difference {
        std::uint64_t microjoules = 0;  // of all devices
        Moment since;
    };
    // What was counted since the last reading, which the next one is compared with whether this one is believed or not.
    // Absent for the first, and while the count stands still.
    std::expected<std::optional<Difference>, MeterRefusal> accept(std::vector<DeviceCount> reading, Moment now);

private:
    std::expected<std::uint64_t, MeterRefusal> difference(std::span<const DeviceCount> reading, double seconds) const;

    Power tdp_;
    std::vector<DeviceCount> last_;  // empty: none
    Moment last_moment_;
};

}  // namespace greeninfer::energy
