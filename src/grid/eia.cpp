#include "grid/eia.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "grid/json_answer.hpp"
#include "grid/source_fetch.hpp"
#include "grid/timestamp.hpp"
#include "grid/web_address.hpp"

namespace greeninfer::grid {

namespace {

// Balancing authorities that report generation on form EIA-930 and have a zone of their own.
constexpr std::array<std::string_view, 56> kBalancingAreas = {
    "AECI", "AVA",  "AZPS", "BANC", "BPAT", "CHPD", "CISO", "CPLE", "CPLW", "DOPD", "DUK",  "EPE",  "ERCO", "FMPP",
    "FPC",  "FPL",  "GCPD", "GRID", "GVL",  "HST",  "IID",  "IPCO", "ISNE", "JEA",  "LDWP", "LGEE", "MISO", "NEVP",
    "NWMT", "NYIS", "PACE", "PACW", "PGE",  "PJM",  "PNM",  "PSCO", "PSEI", "SC",   "SCEG", "SCL",  "SEC",  "SEPA",
    "SOCO", "SPA",  "SRP",  "SWPP", "TAL",  "TEC",  "TEPC", "TIDC", "TPWR", "TVA",  "WACM", "WALC", "WAUW", "YAD"};

struct FuelCode {
    std::string_view code;
    Fuel fuel;
};
constexpr std::array<FuelCode, 14> kFuelCodes = {{{"BAT", Fuel::battery},
                                                  {"BM", Fuel::biomass},
                                                  {"COL", Fuel::coal},
                                                  {"GEO", Fuel::geothermal},
                                                  {"NG", Fuel::gas},
                                                  {"NUC", Fuel::nuclear},
                                                  {"OIL", Fuel::oil},
                                                  {"PS", Fuel::hydro_storage},
                                                  {"SNB", Fuel::solar},  // with batteries built in
                                                  {"SUN", Fuel::solar},
                                                  {"UES", Fuel::battery},  // storage that is not named
                                                  {"WAT", Fuel::hydro},
                                                  {"WNB", Fuel::wind},
                                                  {"WND", Fuel::wind}}};

Fuel fuel_of(std::string_view code) {
    const auto found = std::ranges::find(kFuelCodes, code, &FuelCode::code);
    return found != kFuelCodes.end() ? found->fuel : Fuel::unknown;
}

// Enough hours to tell which fuels matter in the zone.
constexpr std::chrono::hours kWindow{36};

}  // namespace

std::string_view Eia::balancing_area(std::string_view zone) {
    if (!zone.starts_with("US-")) return {};
    const auto found = std::ranges::find(kBalancingAreas, zone.substr(zone.rfind('-') + 1));
    return found != kBalancingAreas.end() ? *found : std::string_view();
}

WebRequest Eia::fuel_mix(std::string_view zone, WallTime now) const {
    const std::string first_hour = print_utc_hour(now - kWindow);
    const std::string_view key = settings_.api_key.value ? settings_.api_key.value->reveal() : std::string_view();
    return {.url = web_address(settings_.url, "/v2/electricity/rto/fuel-type-data/data/",
                               {{"api_key", key},
                                {"frequency", "hourly"},
                                {"data[]", "value"},
                                {"facets[respondent][]", balancing_area(zone)},
                                {"start", first_hour},
                                {"sort[0][column]", "period"},
                                {"sort[0][direction]", "desc"},
                                {"length", "5000"}})};
}

Sourced<Reading> Eia::read_fuel_mix(std::string_view body, std::string_view zone, Basis basis) {
    simdjson::dom::parser parser;
    TRY(const JsonElement root, parse_json(parser, body));
    const std::string_view area = balancing_area(zone);
    FuelHistory history;
    for (const JsonElement& row : elements_in(root["response"]["data"])) {
        if (text_in(row["respondent"]) != area) {
            return no_figure(SourceFault::other_zone, fmt::format("it answered about another area than {}", area));
        }
        const auto hour_end = time_in(row["period"]);
        const auto megawatt_hours = number_or_text_in(row["value"]);  // in one hour, so megawatts too
        if (!hour_end || !megawatt_hours) continue;
        history.add(*hour_end - std::chrono::hours(1), fuel_of(text_in(row["fueltype"])), *megawatt_hours);
    }
    return history.newest(zone, basis, Source::eia);
}

SourcedTask<ZoneAnswer> Eia::ask(WebFetch& web, std::string zone, WallTime now) {
    CO_TRY(const std::string body, co_await fetch_text(web, fuel_mix(zone, now)));
    CO_TRY(const Reading reading, read_fuel_mix(body, zone, basis_));
    co_return ZoneAnswer{.reading = reading};
}

}  // namespace greeninfer::grid
