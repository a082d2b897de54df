#include "grid/grid_settings.hpp"

#include "config/fields.hpp"

namespace greeninfer::grid {

using namespace std::chrono_literals;
using config::Duration, config::File, config::Number, config::OneOf, config::Text;

namespace {

void describe_levels(config::Fields& fields, LevelThresholds& levels) {
    fields.value("eco_above", levels.eco_above, Number{0, kHighestGramsPerKwh},
                 "Grams of CO2e per kWh from which on electricity counts as dirty: requests become frugal.");
    fields.value("performance_below", levels.performance_below, Number{0, kHighestGramsPerKwh},
                 "Grams of CO2e per kWh below which electricity counts as clean: more may be spent when asked.");
    fields.value("hysteresis", levels.hysteresis, Number{0, kHighestGramsPerKwh},
                 "How far a reading must be beyond a threshold before the gateway goes back.");
    fields.require(levels.performance_below + levels.hysteresis <= levels.eco_above - levels.hysteresis,
                   "performance_below", "is less than twice hysteresis below eco_above; the levels would overlap");
}

void describe_figures(config::Fields& fields, GridSettings& settings) {
    fields.value("static_intensity", settings.static_intensity, Number{0, kHighestGramsPerKwh},
                 "Your own figure for what has no region, in grams of CO2e per kWh; without it the tables are used.");
    fields.value("pue", settings.pue, Number{1, 5},
                 "Power usage effectiveness: energy of the whole facility over that of its computers.");
}

}  // namespace

void describe(config::Fields& fields, GridSettings& settings) {
    fields.value("provider", settings.provider, OneOf<Provider>{kProviderNames},
                 "Who is asked. `auto` asks for each zone the best source that needs no key or has one, and uses the "
                 "tables otherwise.");
    fields.value("zone", settings.zone, Text{"name of a zone"},
                 "Where a server without a region is, as Electricity Maps names it; empty is the world's average.");
    fields.value("refresh", settings.refresh, Duration{1s, 24h}, "Time between two questions about a zone.");
    fields.value("stale_after", settings.stale_after, Duration{1s, 48h},
                 "Age at which a reading is no longer used; then the next source is asked, and the table used last.");
    fields.value("signal", settings.signal, OneOf<Averaging>{kAveragingNames},
                 "Average of all generation, or what one more kWh causes (only WattTime says that).");
    fields.value("basis", settings.basis, OneOf<Basis>{kBasisNames},
                 "Over the life of plants and fuels, or at the stack alone, where a source offers both.");
    describe_levels(fields, settings.levels);
    fields.value("max_deferred", settings.max_deferred, config::Count{0, 1'000'000},
                 "Requests with `defer_within` that wait for cleaner electricity at once; further ones run at once.");
    describe_figures(fields, settings);
    fields.groups("zones", settings.zones, "Your own figures of zones, which come before the built-in tables.");
    fields.value("ca_file", settings.ca_file, File{"path of a PEM file"},
                 "Certificate authorities to trust for these sources; empty trusts the system's.");
    describe_providers(fields, settings.providers);
    fields.require(settings.refresh <= settings.stale_after, "refresh",
                   "is above stale_after; every reading would be stale before the next one");
    fields.check("provider", [&] { return missing_key(settings.provider, settings.providers); });
    fields.require(settings.provider != Provider::watttime || settings.signal == Averaging::marginal, "signal",
                   "is average, but watttime gives marginal intensities; write signal: marginal");
}

}  // namespace greeninfer::grid
