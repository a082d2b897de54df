#pragma once
// The energy of an answer as the model server itself reports it, where it does: the best evidence that there is.
//
// There is no standard, so the shapes in use are read: an object `energy` beside the choices or in a comment of the
// stream (Neuralwatt's API; the same keys in Chris Adams' proposal), and `usage.carbon.kWh` (OpenGateLLM). A figure
// that makes no sense is refused and said to be, as one server is known to report zeros (OpenGateLLM issue 486). Plain
// values, pure functions. Whether PUE is in the figure no shape says; the endpoint's configuration does.
#include <cstdint>
#include <optional>
#include <string_view>

#include "base/units.hpp"

namespace greeninfer::wire {

struct ReportedEnergy {
    enum class Kind : std::uint8_t {
        metered,   // `energy`: the server measures
        modelled,  // `usage.carbon`: the server estimates, with EcoLogits
    };
    Kind kind = Kind::metered;
    Energy low;  // low and high are the same where the server gives one figure
    Energy high;

    bool operator==(const ReportedEnergy&) const = default;
};

// What was said of energy: a figure, a figure that makes no sense, or nothing.
struct EnergyReport {
    std::optional<ReportedEnergy> energy;
    bool is_refused = false;

    bool operator==(const EnergyReport&) const = default;
    bool says_something() const { return energy || is_refused; }
    // What `other` says, if anything, is better known than this.
    void give_way_to(const EnergyReport& other) {
        if (other.says_something()) *this = other;
    }
};

// Above what any one answer can have taken: 30 times the 33 Wh of the longest prompts that are published
// (arXiv 2505.09598). A larger figure has its unit wrong.
inline constexpr Energy kReportedEnergyMax = Energy::kilowatt_hours(1);

// `object` is the value of `energy`: joules, kilowatt-hours or watt-hours; where several are given they must agree.
EnergyReport read_energy_object(std::string_view object);

// The frame of an event stream with a comment such as `: energy {"energy_joules":13.75,"wh":0.00382}`.
EnergyReport read_energy_comment(std::string_view frame);

}  // namespace greeninfer::wire
