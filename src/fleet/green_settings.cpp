#include "fleet/green_settings.hpp"

#include "config/fields.hpp"
#include "grid/grid_settings.hpp"

namespace greeninfer::fleet {

void describe(config::Fields& fields, GreenSettings& settings) {
    using namespace std::chrono_literals;
    using config::Duration, config::Number, config::OneOf;
    static constexpr std::array<std::string_view, 2> kNoAndYes = {"false", "true"};
    fields.value("enabled", settings.enabled, OneOf<bool>{kNoAndYes},
                 "Chooses among the endpoints of a model by the carbon of their regions.");
    fields.value("priority", settings.priority, OneOf<GreenPriority>{kGreenPriorityNames},
                 "The cleanest region that is fast enough, the fastest that is clean enough, or both weighed alike.");
    fields.value("threshold_gco2", settings.threshold_gco2, Number{0, grid::kHighestGramsPerKwh},
                 "Highest carbon intensity of a region, in grams of CO2e per kWh. When no region is below it, the "
                 "cleanest that is fast enough is taken, and the receipt says so. Without it there is no limit.");
    fields.value("max_added_latency", settings.max_added_latency, Duration{0ms, 60s},
                 "How much later than the fastest endpoint's a first token may come, as predicted, for less carbon.");
}

}  // namespace greeninfer::fleet
