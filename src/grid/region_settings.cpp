#include "grid/region_settings.hpp"

#include "config/fields.hpp"
#include "grid/region_table.hpp"

namespace greeninfer::grid {

void describe(config::Fields& fields, RegionSettings& settings) {
    using config::Name, config::Number;
    fields.required("name", settings.name, Name{}, "What endpoints say as `region`.");
    fields.value("provider", settings.provider, Name{}, "Whose region it is; empty takes it from the built-in table.");
    fields.value(
        "zone", settings.zone, Name{},
        "Grid zone that it draws from, as Electricity Maps names it, such as `US-TEX-ERCO`, or a country's three "
        "letters (ISO 3166), or a zone of `grid.zones`; empty takes it from the built-in table.");
    fields.value("pue", settings.pue, Number{1, 5},
                 "Energy of its whole facility over that of its computers; without it what the built-in table says, "
                 "else `grid.pue`.");

    const RegionFigure* const known = find_cloud_region(settings.name);
    const bool has_zone = !settings.zone.empty() || (known != nullptr && !known->zone.empty());
    fields.require(has_zone, "name", "is in no built-in table with a zone, so the region needs a zone of its own");
}

}  // namespace greeninfer::grid
