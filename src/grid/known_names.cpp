#include "grid/known_names.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "config/nearest.hpp"
#include "config/problem.hpp"
#include "grid/region_table.hpp"
#include "grid/zone_table.hpp"

namespace greeninfer::grid {

namespace {

template <class Settings>
bool describes(std::span<const Settings> own, std::string_view name) {
    return std::ranges::find(own, name, &Settings::name) != own.end();
}

template <class Settings>
std::vector<std::string> names_of(std::span<const Settings> own) {
    std::vector<std::string> names;
    for (const Settings& settings : own) names.push_back(settings.name);
    return names;
}

std::string not_known(std::string_view kind, std::string_view name, std::span<const std::string> known) {
    const auto meant = config::nearest(name, known);
    const std::string hint = meant ? fmt::format(" (did you mean {}?)", *meant) : std::string();
    return fmt::format("is {}, which is no known {}{}. ", config::quoted(name), kind, hint);
}

}  // namespace

std::string wrong_zone(std::string_view zone, std::span<const ZoneSettings> own_zones) {
    if (find_zone(zone) != nullptr || describes(own_zones, zone)) return {};
    auto known = names_of(own_zones);
    for (const auto table : zone_tables()) {
        for (const ZoneFigure& figure : table) known.emplace_back(figure.zone);
    }
    return not_known("grid zone", zone, known) +
           "Zones are named as by Electricity Maps, such as US-TEX-ERCO; describe another one in grid.zones";
}

std::string wrong_region(std::string_view region, std::span<const RegionSettings> own_regions) {
    if (describes(own_regions, region)) return {};
    const RegionFigure* const cloud = find_cloud_region(region);
    if (cloud != nullptr && !cloud->zone.empty()) return {};
    if (cloud != nullptr) {
        return fmt::format(
            "is {}, of which no source says in which grid zone it is; describe it in regions, with its zone",
            config::quoted(region));
    }
    auto known = names_of(own_regions);
    for (const RegionFigure& figure : cloud_regions()) known.emplace_back(figure.region);
    return not_known("region", region, known) + "Describe a region of your own in regions, with its zone";
}

}  // namespace greeninfer::grid
