#include "grid/zone_settings.hpp"

#include "config/fields.hpp"
#include "grid/grid_settings.hpp"
#include "grid/local_hour.hpp"

namespace greeninfer::grid {

void describe(config::Fields& fields, ZoneSettings& settings) {
    using config::Count, config::Name, config::Number, config::Text;
    const Number grams{0, kHighestGramsPerKwh};
    fields.required("name", settings.name, Name{},
                    "A zone of the built-in table, or a new one that `regions` can name.");
    fields.value("intensity", settings.intensity, grams, "Grams of CO2e per kWh at any hour.");
    fields.values("hourly_intensity", settings.hourly_intensity, grams,
                  "Instead of intensity: 24 such figures, for each hour of the zone's own day from midnight on.");
    fields.value("time_zone", settings.time_zone, Name{},
                 "Clock of the zone for hourly_intensity, such as `America/Chicago`; daylight saving is kept.");
    fields.required("source", settings.source, Text{}, "Where the figures come from, for whoever audits them.");
    fields.value("year", settings.year, Count{1990, 2100}, "Year that the figures describe.");

    const bool is_hourly = !settings.hourly_intensity.empty();
    fields.require(settings.intensity.has_value() != is_hourly, "name", "needs either intensity or hourly_intensity");
    fields.require(!is_hourly || settings.hourly_intensity.size() == 24, "hourly_intensity",
                   "must have 24 figures, one for each hour of the day");
    fields.require(!is_hourly || !settings.time_zone.empty(), "hourly_intensity",
                   "needs time_zone, as its hours are those of the zone's own clock");
    fields.check("time_zone", [&] {
        if (settings.time_zone.empty() || is_time_zone(settings.time_zone)) return std::string();
        return std::string("is no time zone of this machine; write one such as America/Chicago, and install tzdata");
    });
}

}  // namespace greeninfer::grid
