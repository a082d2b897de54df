#pragma once
// The regions of the large clouds, and the grid zone that each draws its electricity from.
//
// The public maps disagree for a tenth of them, in places by a factor of 1.6, so each conflict is decided by the
// utility that serves the buildings and cited above its row. Constant data, written by train/grid_tables.py; any
// thread.
//
// Zones: Electricity Maps' map of data centres (electricitymaps-contrib@b354f28), else the Green Software Foundation's
// real-time cloud table (@b2858aa). PUE: the same table, what the provider published for 2024. Google's figures:
// GoogleCloudPlatform/region-carbon-info@49f3f26 (Apache 2.0). AWS and Azure publish no intensity.
#include <array>
#include <optional>
#include <span>
#include <string_view>

namespace greeninfer::grid {

struct RegionFigure {
    std::string_view region;
    std::string_view provider;  // aws, azure or gcp
    std::string_view zone;      // empty: no source says it, so it must be configured
    std::optional<double> pue;
    std::optional<double> google_grams_per_kwh;  // average, direct, averaged over the hours; of google_year
    std::optional<int> google_year;
};

// By provider, then by region. No two providers share a region's name.
std::span<const RegionFigure> cloud_regions();

// Null when it is no region of these clouds. Static storage.
const RegionFigure* find_cloud_region(std::string_view region);

}  // namespace greeninfer::grid
