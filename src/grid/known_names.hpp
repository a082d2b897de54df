#pragma once
// Whether the name of a region or zone is known, and what somebody meant who wrote another.
//
// A name that nobody knows is an error and never gets a stand-in figure: one such figure (700 g/kWh) has been published
// for years as the intensity of clean regions. Pure functions; used at check, start and reload.
#include <span>
#include <string>
#include <string_view>

#include "grid/region_settings.hpp"
#include "grid/zone_settings.hpp"

namespace greeninfer::grid {

// What is wrong with the name, with the nearest known one and the remedy; empty when it is known.
std::string wrong_zone(std::string_view zone, std::span<const ZoneSettings> own_zones);
std::string wrong_region(std::string_view region, std::span<const RegionSettings> own_regions);

}  // namespace greeninfer::grid
