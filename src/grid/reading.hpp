#pragma once
// One figure for how clean a zone's electricity is, with all that must travel with it: what it means, who says so, for
// when, and how sure it is.
//
// A bare number has been mislabelled too often (an average called marginal, a table called live). Plain value.
#include <array>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string_view>

#include "base/clock.hpp"
#include "base/units.hpp"
#include "grid/signal.hpp"

namespace greeninfer::grid {

enum class Source : std::uint8_t {
    world_average,  // no zone is known
    static_table,   // a yearly figure of the zone or country
    google_cloud,   // Google's yearly table of its regions
    aws,            // AWS publishes no intensity: its regions by the zones they lie in
    configured,     // the operator's own figure
    hourly_table,   // the operator's own figures by hour of the day
    electricity_maps,
    watttime,
    uk_neso,
    eia,
    ercot,
    entsoe,
};
inline constexpr std::array<std::string_view, 12> kSourceNames = {
    "world_average",    "static",   "google_cloud", "aws", "configured", "hourly_table",
    "electricity_maps", "watttime", "uk_neso",      "eia", "ercot",      "entsoe"};

constexpr std::string_view name_of(Source source) {
    return kSourceNames[static_cast<std::size_t>(source)];
}

// A table's figure says nothing about now and is never called live.
constexpr bool is_live(Source source) {
    return source >= Source::electricity_maps;
}

// Standard deviation of the logarithm of the true hourly intensity over the reading: a fresh hourly value is about as
// good as a forecast (UK NESO: 7.1 %), a yearly average misses an hour by much more. Proposals, not measurements.
inline constexpr double kLiveLogDeviation = 0.08;
inline constexpr double kTableLogDeviation = 0.35;

struct Reading {
    CarbonIntensity intensity;
    Signal signal;
    Source source = Source::world_average;
    bool estimated = false;                    // by the provider: not measured yet
    std::optional<int> year = {};              // of a table's figure
    std::optional<WallTime> valid_at = {};     // beginning of the interval that it describes; absent for a table
    std::optional<Moment> fetched_at = {};     // absent for a table
    std::chrono::seconds age_when_fetched{0};  // fetched_at less valid_at: a later jump of the calendar changes nothing
    double log_deviation = kTableLogDeviation;
};

// Time since the beginning of the interval that the reading describes; absent for a table.
inline std::optional<std::chrono::seconds> age_of(const Reading& reading, Moment now) {
    if (!reading.fetched_at) return std::nullopt;
    return reading.age_when_fetched + std::chrono::floor<std::chrono::seconds>(now - *reading.fetched_at);
}

}  // namespace greeninfer::grid
