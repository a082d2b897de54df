#pragma once
// How much carbon a kilowatt-hour stands for, where nothing better is known: one figure for every region.
//
// It is a table's value and is always named `static`, never live. Plain value; part of a Generation.
#include <string_view>

#include "base/units.hpp"

namespace greeninfer::config {
class Fields;
}

namespace greeninfer::grid {

// Average of the world's electricity in g CO2e/kWh (Ember, annual average, through @tgwf/co2 0.19.0, CC BY 4.0).
inline constexpr double kWorldAverageGramsPerKwh = 472.94;
// Power usage effectiveness where a data centre does not say: the upper end of what providers publish (1.09 to 1.20,
// EcoLogits), so that a figure is not made to look better than it is.
inline constexpr double kDefaultPue = 1.2;

inline constexpr std::string_view kStaticSource = "static";

struct GridSettings {
    double static_intensity = kWorldAverageGramsPerKwh;  // g CO2e/kWh
    double pue = kDefaultPue;                            // facility energy over IT energy

    CarbonIntensity intensity() const { return CarbonIntensity::grams_per_kilowatt_hour(static_intensity); }
};

void describe(config::Fields& fields, GridSettings& settings);

}  // namespace greeninfer::grid
