#pragma once
// An operator's own figure for a zone: of a private plant, of a utility's bill, or by the hour of the day.
//
// It takes the place of the built-in table for that zone, and must say where it comes from. Plain value.
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace greeninfer::config {
class Fields;
}

namespace greeninfer::grid {

struct ZoneSettings {
    std::string name;
    std::optional<double> intensity;       // g CO2e/kWh; this or hourly_intensity
    std::vector<double> hourly_intensity;  // g CO2e/kWh of each hour from midnight in time_zone: 24 or none
    std::string time_zone;                 // such as America/Chicago
    std::string source;                    // where the figures come from, for whoever audits them
    std::optional<std::size_t> year;       // that they describe
};

void describe(config::Fields& fields, ZoneSettings& settings);

}  // namespace greeninfer::grid
