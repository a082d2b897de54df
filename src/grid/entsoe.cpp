#include "grid/entsoe.hpp"

#include <fmt/format.h>

#include <charconv>
#include <cmath>
#include <pugixml.hpp>

#include "grid/source_fetch.hpp"
#include "grid/timestamp.hpp"
#include "grid/web_address.hpp"

namespace greeninfer::grid {

namespace {

using namespace std::chrono_literals;

// The market's smallest interval. Every series is spread over these, so that they add up.
constexpr std::chrono::minutes kStep{15};
// A period longer than the platform answers in one document is no period.
constexpr std::chrono::hours kLongestPeriod{24 * 7};
constexpr std::chrono::hours kWindow{24};

// Kinds of plant B01 to B20 (ENTSO-E code list, PsrType).
constexpr std::array<Fuel, 20> kPlantFuels = {
    Fuel::biomass,        // biomass
    Fuel::coal,           // brown coal, lignite
    Fuel::gas,            // gas derived from coal
    Fuel::gas,            // gas
    Fuel::coal,           // hard coal
    Fuel::oil,            // oil
    Fuel::coal,           // oil shale
    Fuel::coal,           // peat
    Fuel::geothermal,     // geothermal
    Fuel::hydro_storage,  // pumped storage
    Fuel::hydro,          // run of river
    Fuel::hydro,          // reservoir
    Fuel::unknown,        // marine
    Fuel::nuclear,        // nuclear
    Fuel::unknown,        // other renewable
    Fuel::solar,          // sun
    Fuel::biomass,        // waste
    Fuel::wind,           // wind at sea
    Fuel::wind,           // wind on land
    Fuel::unknown,        // other
};

template <class Number>
std::optional<Number> number_of(std::string_view text) {
    Number number = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
    if (text.empty() || read.ec != std::errc() || read.ptr != text.data() + text.size()) return std::nullopt;
    return number;
}

Fuel fuel_of(std::string_view plant) {
    constexpr std::string_view kEnergyStorage = "B25";
    if (plant == kEnergyStorage) return Fuel::battery;
    const auto number = plant.starts_with('B') ? number_of<int>(plant.substr(1)) : std::nullopt;
    const auto count = static_cast<int>(kPlantFuels.size());
    if (!number || *number < 1 || *number > count) return Fuel::unknown;
    return kPlantFuels[static_cast<std::size_t>(*number - 1)];
}

std::chrono::minutes resolution_of(std::string_view text) {
    if (text == "PT60M" || text == "PT1H") return 60min;
    if (text == "PT30M") return 30min;
    return text == "PT15M" ? 15min : 0min;
}

struct Period {
    WallTime start;
    std::chrono::minutes resolution;
    std::size_t count;
};

std::optional<Period> period_of(const pugi::xml_node& node) {
    const auto start = parse_timestamp(node.child("timeInterval").child_value("start"));
    const auto end = parse_timestamp(node.child("timeInterval").child_value("end"));
    const std::chrono::minutes resolution = resolution_of(node.child_value("resolution"));
    if (!start || !end || resolution == 0min || *end <= *start || *end - *start > kLongestPeriod) return std::nullopt;
    return Period{*start, resolution, static_cast<std::size_t>((*end - *start) / resolution)};
}

// Megawatts by position; absent where the document says nothing.
std::vector<std::optional<double>> quantities_of(const pugi::xml_node& node, const Period& period, bool repeats) {
    std::vector<std::optional<double>> quantities(period.count);
    for (const pugi::xml_node& point : node.children("Point")) {
        const auto position = number_of<int>(point.child_value("position"));
        const auto quantity = number_of<double>(point.child_value("quantity"));
        if (!position || !quantity || !std::isfinite(*quantity) || *position < 1 ||
            static_cast<std::size_t>(*position) > period.count)
            continue;
        quantities[static_cast<std::size_t>(*position - 1)] = quantity;
    }
    for (std::size_t i = 1; repeats && i < quantities.size(); ++i) {
        if (!quantities[i]) quantities[i] = quantities[i - 1];
    }
    return quantities;
}

void add_period(FuelHistory& history, const pugi::xml_node& node, Fuel fuel, bool repeats) {
    const auto period = period_of(node);
    if (!period) return;
    const auto quantities = quantities_of(node, *period, repeats);
    for (std::size_t i = 0; i < quantities.size(); ++i) {
        const std::optional<double> megawatts = quantities[i];
        if (!megawatts) continue;
        const WallTime start = period->start + period->resolution * i;
        for (auto at = start; at < start + period->resolution; at += kStep) history.add(at, fuel, *megawatts);
    }
}

Sourced<void> add_series(FuelHistory& history, const pugi::xml_node& series, std::string_view domain) {
    if (series.child("outBiddingZone_Domain.mRID")) return {};
    if (series.child_value("inBiddingZone_Domain.mRID") != domain) {
        return no_figure(SourceFault::other_zone, fmt::format("it answered about another domain than {}", domain));
    }
    const std::string_view unit = series.child_value("quantity_Measure_Unit.name");
    if (!unit.empty() && unit != "MAW") return no_figure(SourceFault::malformed, "its quantities are not in megawatts");
    const Fuel fuel = fuel_of(series.child("MktPSRType").child_value("psrType"));
    const bool repeats = std::string_view(series.child_value("curveType")) == "A03";
    for (const pugi::xml_node& period : series.children("Period")) add_period(history, period, fuel, repeats);
    return {};
}

}  // namespace

WebRequest Entsoe::generation(std::string_view zone, WallTime now) const {
    const std::string start = print_utc_compact(now - kWindow);
    const std::string end = print_utc_compact(now + 1h);
    const std::string_view key = settings_.api_key.value ? settings_.api_key.value->reveal() : std::string_view();
    return {.url = web_address(settings_.url, "/api",
                               {{"securityToken", key},
                                {"documentType", "A75"},  // actual generation per type
                                {"processType", "A16"},   // realised
                                {"in_Domain", entsoe_domain(zone)},
                                {"periodStart", start},
                                {"periodEnd", end}})};
}

Sourced<Reading> Entsoe::read_generation(std::string_view body, std::string_view zone, Basis basis) {
    pugi::xml_document document;
    if (!document.load_buffer(body.data(), body.size())) {
        return no_figure(SourceFault::malformed, "the answer is not XML");
    }
    const pugi::xml_node root = document.document_element();
    const std::string_view kind = root.name();
    if (kind == "Acknowledgement_MarketDocument") {
        return no_figure(SourceFault::no_value, "it has no generation for the zone in the last day");
    }
    if (kind != "GL_MarketDocument") return no_figure(SourceFault::malformed, "it is no document about generation");
    FuelHistory history;
    for (const pugi::xml_node& series : root.children("TimeSeries")) {
        if (auto added = add_series(history, series, entsoe_domain(zone)); !added) {
            return std::unexpected(added.error());
        }
    }
    return history.newest(zone, basis, Source::entsoe);
}

SourcedTask<ZoneAnswer> Entsoe::ask(WebFetch& web, std::string zone, WallTime now) {
    CO_TRY(const std::string body, co_await fetch_text(web, generation(zone, now)));
    CO_TRY(const Reading reading, read_generation(body, zone, basis_));
    co_return ZoneAnswer{.reading = reading};
}

}  // namespace greeninfer::grid
