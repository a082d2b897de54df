#include "grid/ercot.hpp"

#include <algorithm>

#include "grid/json_answer.hpp"
#include "grid/source_fetch.hpp"
#include "grid/timestamp.hpp"
#include "grid/web_address.hpp"

namespace greeninfer::grid {

namespace {

struct FuelName {
    std::string_view name;
    Fuel fuel;
};
constexpr std::array<FuelName, 7> kFuelNames = {{{"Coal and Lignite", Fuel::coal},
                                                 {"Hydro", Fuel::hydro},
                                                 {"Natural Gas", Fuel::gas},
                                                 {"Nuclear", Fuel::nuclear},
                                                 {"Power Storage", Fuel::battery},
                                                 {"Solar", Fuel::solar},
                                                 {"Wind", Fuel::wind}}};

Fuel fuel_of(std::string_view name) {
    const auto found = std::ranges::find(kFuelNames, name, &FuelName::name);
    return found != kFuelNames.end() ? found->fuel : Fuel::unknown;
}

void add_interval(FuelHistory& history, WallTime start, const JsonElement& fuels) {
    simdjson::dom::object by_name;
    if (fuels.get(by_name) != simdjson::SUCCESS) return;
    for (const auto& [name, figures] : by_name) {
        if (const auto megawatts = number_in(figures["gen"])) history.add(start, fuel_of(name), *megawatts);
    }
}

}  // namespace

WebRequest Ercot::fuel_mix() const {
    return {.url = web_address(settings_.url, "/api/1/services/read/dashboards/fuel-mix.json")};
}

Sourced<Reading> Ercot::read_fuel_mix(std::string_view body, Basis basis) {
    simdjson::dom::parser parser;
    TRY(const JsonElement root, parse_json(parser, body));
    simdjson::dom::object days;
    if (root["data"].get(days) != simdjson::SUCCESS) {
        return no_figure(SourceFault::malformed, "the dashboard has no data");
    }
    FuelHistory history;
    for (const auto& [day, intervals_of_day] : days) {
        simdjson::dom::object intervals;
        if (intervals_of_day.get(intervals) != simdjson::SUCCESS) continue;
        for (const auto& [time, fuels] : intervals) {
            if (const auto start = parse_timestamp(time)) add_interval(history, *start, fuels);
        }
    }
    return history.newest(kZone, basis, Source::ercot);
}

SourcedTask<ZoneAnswer> Ercot::ask(WebFetch& web, std::string, WallTime) {
    CO_TRY(const std::string body, co_await fetch_text(web, fuel_mix()));
    CO_TRY(const Reading reading, read_fuel_mix(body, basis_));
    co_return ZoneAnswer{.reading = reading};
}

}  // namespace greeninfer::grid
