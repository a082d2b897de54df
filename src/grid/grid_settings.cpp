#include "grid/grid_settings.hpp"

#include "config/fields.hpp"

namespace greeninfer::grid {

void describe(config::Fields& fields, GridSettings& settings) {
    using config::Number;
    fields.value("static_intensity", settings.static_intensity, Number{0, 3000},
                 "Grams of CO2e per kWh of electricity, for every region; the default is the world's average.");
    fields.value("pue", settings.pue, Number{1, 5},
                 "Power usage effectiveness: energy of the whole facility over that of its computers.");
}

}  // namespace greeninfer::grid
