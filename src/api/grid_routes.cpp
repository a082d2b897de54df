#include "api/grid_routes.hpp"

#include <algorithm>
#include <array>

#include "grid/timestamp.hpp"
#include "wire/json_writer.hpp"

namespace greeninfer::api {

namespace {

using wire::JsonWriter;

constexpr std::array<std::string_view, 4> kLevelWords = {"unknown", "dirty", "normal", "clean"};
// Dirty electricity forces the mode; clean electricity allows it to those who ask.
constexpr std::array<std::string_view, 4> kImpliedModes = {"", "eco", "balanced", "performance"};

std::string_view word(const std::array<std::string_view, 4>& words, grid::Level level) {
    return words[static_cast<std::size_t>(level)];
}

void write_regions(JsonWriter& writer, const grid::Places& places, std::size_t zone_index) {
    writer.key("regions").begin_array();
    for (const grid::Place& place : places.places()) {
        if (place.zone_index == zone_index && !place.region.empty()) writer.value(std::string_view(place.region));
    }
    writer.end_array();
}

void write_reading(JsonWriter& writer, const grid::Reading& reading, Moment now) {
    writer.member("grams_per_kwh", reading.intensity.as_grams_per_kilowatt_hour());
    writer.member("signal", name_of(reading.signal)).member("source", name_of(reading.source));
    writer.member("live", is_live(reading.source)).member("estimated", reading.estimated);
    writer.member("year", reading.year);
    if (reading.valid_at) writer.member("valid_at", grid::print_timestamp(*reading.valid_at));
    if (const auto age = age_of(reading, now)) writer.member("age_seconds", age->count());
}

void write_forecast(JsonWriter& writer, const std::vector<grid::ForecastPoint>& forecast, WallTime wall_now) {
    writer.key("forecast").begin_array();
    for (const grid::ForecastPoint& point : forecast) {
        if (point.at < wall_now) continue;
        writer.begin_object().member("at", grid::print_timestamp(point.at));
        writer.member("grams_per_kwh", point.intensity.as_grams_per_kilowatt_hour()).end_object();
    }
    writer.end_array();
}

void write_zone(JsonWriter& writer, const grid::ZoneState& zone, std::size_t zone_index, const grid::Places& places,
                const Clock& clock) {
    writer.begin_object().member("zone", zone.zone.empty() ? std::string_view("world") : std::string_view(zone.zone));
    write_regions(writer, places, zone_index);
    write_reading(writer, zone.now, clock.now());
    writer.member("level", word(kLevelWords, zone.level));
    if (zone.level != grid::Level::unknown) writer.member("implied_mode", word(kImpliedModes, zone.level));
    if (!zone.fallback.empty()) writer.member("fallback", std::string_view(zone.fallback));
    writer.key("table").begin_object();
    write_reading(writer, zone.table, clock.now());
    if (!zone.table_source.empty()) writer.member("origin", std::string_view(zone.table_source));
    writer.end_object();
    write_forecast(writer, zone.forecast, clock.wall_now());
    writer.end_object();
}

}  // namespace

std::string grid_body(const pipeline::Generation& generation, const Clock& clock) {
    const auto snapshot = generation.grid_board->now();
    std::string body;
    JsonWriter writer(body);
    writer.begin_object().key("zones").begin_array();
    for (std::size_t i = 0; i < snapshot->zones().size(); ++i) {
        write_zone(writer, snapshot->at(i), i, *generation.places, clock);
    }
    writer.end_array().end_object();
    return body;
}

}  // namespace greeninfer::api
