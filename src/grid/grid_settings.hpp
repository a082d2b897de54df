#pragma once
// How the gateway learns how much carbon a kilowatt-hour stands for, and at which figures it acts.
//
// A table's figure is always named as one, never live. Plain value; part of a Generation.
#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "base/units.hpp"
#include "grid/level.hpp"
#include "grid/provider_settings.hpp"
#include "grid/signal.hpp"
#include "grid/zone_settings.hpp"

namespace greeninfer::config {
class Fields;
}

namespace greeninfer::grid {

// Average of the world's electricity in g CO2e/kWh (Ember, annual average, through @tgwf/co2 0.19.0, CC BY 4.0).
inline constexpr double kWorldAverageGramsPerKwh = 472.94;
// Power usage effectiveness where a data centre does not say: the upper end of what providers publish (1.09 to 1.20,
// EcoLogits), so that a figure is not made to look better than it is.
inline constexpr double kDefaultPue = 1.2;
// No grid emits more: pure lignite stays near 1200 g CO2e/kWh, oil in the worst plants near 1700 (IPCC 2014 annex III,
// eGRID 2023). A larger figure is a slip of a unit.
inline constexpr double kHighestGramsPerKwh = 2000;

struct GridSettings {
    Provider provider = Provider::automatic;
    std::string zone;  // of what has no region; empty: the world's average
    std::chrono::milliseconds refresh = std::chrono::minutes(15);
    std::chrono::milliseconds stale_after = std::chrono::hours(2);
    Averaging signal = Averaging::average;
    Basis basis = Basis::lifecycle;
    LevelThresholds levels;
    std::size_t max_deferred = 256;          // requests that wait for cleaner electricity at once
    std::optional<double> static_intensity;  // g CO2e/kWh of the default place, by the operator
    double pue = kDefaultPue;                // facility energy over IT energy
    std::string ca_file;                     // empty: the system's store
    ProviderSettings providers;
    std::vector<ZoneSettings> zones;  // own figures, which come before the built-in table's

    CarbonIntensity intensity() const {
        return CarbonIntensity::grams_per_kilowatt_hour(static_intensity.value_or(kWorldAverageGramsPerKwh));
    }
};

void describe(config::Fields& fields, GridSettings& settings);

}  // namespace greeninfer::grid
