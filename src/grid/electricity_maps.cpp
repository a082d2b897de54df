#include "grid/electricity_maps.hpp"

#include <fmt/format.h>

#include "grid/json_answer.hpp"
#include "grid/source_fetch.hpp"
#include "grid/web_address.hpp"

namespace greeninfer::grid {

namespace {

constexpr std::string_view kSandboxMethod = "SANDBOX_MODE_DATA";

template <class Enum, std::size_t kCount>
std::string_view word(const std::array<std::string_view, kCount>& names, Enum value) {
    return names[static_cast<std::size_t>(value)];
}

Sourced<void> check_zone(const JsonElement& root, std::string_view zone) {
    const std::string_view answered = text_in(root["zone"]);
    if (answered == zone) return {};
    return no_figure(SourceFault::other_zone, fmt::format("it answered about another zone than {}", zone));
}

Sourced<void> check_kind(const JsonElement& root, Basis basis) {
    if (text_in(root["estimationMethod"]) == kSandboxMethod) {
        return no_figure(SourceFault::sandbox, "its key is one for tests and gets made-up figures");
    }
    const std::string_view factors = text_in(root["emissionFactorType"]);
    if (factors.empty() || factors == word(kBasisNames, basis)) return {};
    return no_figure(SourceFault::malformed, "it answered with other emission factors than asked for");
}

}  // namespace

WebRequest ElectricityMaps::question(std::string_view what, std::string_view zone) const {
    const std::string path =
        fmt::format("/{}/carbon-intensity/{}", word(kElectricityMapsVersionNames, settings_.version), what);
    WebRequest request{
        .url = web_address(
            settings_.url, path,
            {{"zone", zone}, {"emissionFactorType", word(kBasisNames, basis_)}, {"disableCallerLookup", "true"}})};
    if (settings_.api_key.value) request.fields.emplace_back("auth-token", settings_.api_key.value->reveal());
    return request;
}

WebRequest ElectricityMaps::latest(std::string_view zone) const {
    return question("latest", zone);
}

WebRequest ElectricityMaps::forecast(std::string_view zone) const {
    return question("forecast", zone);
}

Sourced<Reading> ElectricityMaps::read_latest(std::string_view body, std::string_view zone, Basis basis) {
    simdjson::dom::parser parser;
    TRY(const JsonElement root, parse_json(parser, body));
    if (auto checked = check_zone(root, zone); !checked) return std::unexpected(checked.error());
    if (auto checked = check_kind(root, basis); !checked) return std::unexpected(checked.error());
    const auto grams = number_in(root["carbonIntensity"]);
    if (!grams) return no_figure(SourceFault::no_value, "it has no figure for the zone now");
    const auto valid_at = time_in(root["datetime"]);
    if (!valid_at) return no_figure(SourceFault::malformed, "its figure has no date");
    bool estimated = false;
    const bool known = root["isEstimated"].get(estimated) == simdjson::SUCCESS;
    return Reading{.intensity = CarbonIntensity::grams_per_kilowatt_hour(*grams),
                   .signal = {Averaging::average, basis, Boundary::consumption},
                   .source = Source::electricity_maps,
                   .estimated = known && estimated,
                   .valid_at = valid_at};
}

Sourced<std::vector<ForecastPoint>> ElectricityMaps::read_forecast(std::string_view body, std::string_view zone) {
    simdjson::dom::parser parser;
    TRY(const JsonElement root, parse_json(parser, body));
    if (auto checked = check_zone(root, zone); !checked) return std::unexpected(checked.error());
    std::vector<JsonElement> points = elements_in(root["forecast"]);
    if (points.empty()) points = elements_in(root["data"]);  // as version 4 may call it
    std::vector<ForecastPoint> forecast;
    for (const JsonElement& point : points) {
        const auto at = time_in(point["datetime"]);
        const auto grams = number_in(point["carbonIntensity"]);
        if (at && grams) forecast.push_back({*at, CarbonIntensity::grams_per_kilowatt_hour(*grams)});
    }
    return forecast;
}

// A plan may include the present and not the forecast; then the present alone is used and the rest not asked again.
SourcedTask<ZoneAnswer> ElectricityMaps::ask(WebFetch& web, std::string zone, WallTime) {
    CO_TRY(const std::string latest_body, co_await fetch_text(web, latest(zone)));
    CO_TRY(const Reading reading, read_latest(latest_body, zone, basis_));
    ZoneAnswer answer{.reading = reading};
    if (without_forecast_.contains(zone)) co_return answer;
    const auto forecast_body = co_await fetch_text(web, forecast(zone));
    if (forecast_body) {
        if (auto points = read_forecast(*forecast_body, zone)) answer.forecast = *std::move(points);
    } else if (forecast_body.error().fault == SourceFault::no_access) {
        without_forecast_.insert(zone);
    }
    co_return answer;
}

}  // namespace greeninfer::grid
