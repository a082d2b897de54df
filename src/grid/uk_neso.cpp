#include "grid/uk_neso.hpp"

#include <fmt/format.h>

#include "grid/json_answer.hpp"
#include "grid/source_fetch.hpp"
#include "grid/timestamp.hpp"
#include "grid/web_address.hpp"

namespace greeninfer::grid {

namespace {

// National half hours stand under `data`; those of a region under `data`, or its first element, and `data` again.
Sourced<std::vector<JsonElement>> half_hours(const JsonElement& root, std::size_t region_id) {
    if (region_id == 0) return elements_in(root["data"]);
    const std::vector<JsonElement> regions = elements_in(root["data"]);
    const JsonValue region = regions.empty() ? root["data"] : JsonValue(JsonElement(regions.front()));
    const auto answered = number_in(region["regionid"]);
    if (answered != static_cast<double>(region_id)) {
        return no_figure(SourceFault::other_zone, fmt::format("it answered about another region than {}", region_id));
    }
    return elements_in(region["data"]);
}

}  // namespace

WebRequest UkNeso::current() const {
    if (settings_.region_id == 0) return {.url = web_address(settings_.url, "/intensity")};
    return {.url = web_address(settings_.url, fmt::format("/regional/regionid/{}", settings_.region_id))};
}

WebRequest UkNeso::forecast(WallTime now) const {
    std::string from = print_timestamp(std::chrono::floor<std::chrono::minutes>(now));
    from.replace(from.size() - 4, 3, "");  // no seconds there
    if (settings_.region_id == 0) return {.url = web_address(settings_.url, fmt::format("/intensity/{}/fw24h", from))};
    return {.url = web_address(settings_.url,
                               fmt::format("/regional/intensity/{}/fw24h/regionid/{}", from, settings_.region_id))};
}

Sourced<Reading> UkNeso::read_current(std::string_view body, std::size_t region_id) {
    simdjson::dom::parser parser;
    TRY(const JsonElement root, parse_json(parser, body));
    TRY(const std::vector<JsonElement> all, half_hours(root, region_id));
    if (all.empty()) return no_figure(SourceFault::malformed, "the answer has no half hour");
    const JsonElement& half_hour = all.front();
    const auto actual = number_in(half_hour["intensity"]["actual"]);
    const auto grams = actual ? actual : number_in(half_hour["intensity"]["forecast"]);
    if (!grams) return no_figure(SourceFault::no_value, "it has neither a figure nor a forecast for now");
    const auto valid_at = time_in(half_hour["from"]);
    if (!valid_at) return no_figure(SourceFault::malformed, "its figure has no date");
    return Reading{.intensity = CarbonIntensity::grams_per_kilowatt_hour(*grams),
                   .signal = kSignal,
                   .source = Source::uk_neso,
                   .estimated = !actual,
                   .valid_at = valid_at};
}

Sourced<std::vector<ForecastPoint>> UkNeso::read_forecast(std::string_view body, std::size_t region_id) {
    simdjson::dom::parser parser;
    TRY(const JsonElement root, parse_json(parser, body));
    TRY(const std::vector<JsonElement> all, half_hours(root, region_id));
    std::vector<ForecastPoint> points;
    for (const JsonElement& half_hour : all) {
        const auto at = time_in(half_hour["from"]);
        const auto grams = number_in(half_hour["intensity"]["forecast"]);
        if (at && grams) points.push_back({*at, CarbonIntensity::grams_per_kilowatt_hour(*grams)});
    }
    return points;
}

SourcedTask<ZoneAnswer> UkNeso::ask(WebFetch& web, std::string, WallTime now) {
    CO_TRY(const std::string body, co_await fetch_text(web, current()));
    CO_TRY(const Reading reading, read_current(body, settings_.region_id));
    ZoneAnswer answer{.reading = reading};
    const auto forecast_body = co_await fetch_text(web, forecast(now));
    if (forecast_body) {
        if (auto points = read_forecast(*forecast_body, settings_.region_id)) answer.forecast = *std::move(points);
    }
    co_return answer;
}

}  // namespace greeninfer::grid
