#pragma once
// Electricity Maps, versions 3 and 4: the average intensity of a zone's consumption, over the life of plants or direct.
//
// Without a zone that it knows the API answers for the caller's own address, so it is told not to and every answer's
// zone is compared with the one asked about. A test key gets made-up figures, which are refused.
#include <set>
#include <span>

#include "grid/provider_settings.hpp"
#include "grid/zone_source.hpp"

namespace greeninfer::grid {

class ElectricityMaps final : public ZoneSource {
public:
    ElectricityMaps(ElectricityMapsSettings settings, Basis basis) : settings_(std::move(settings)), basis_(basis) {}

    Source source() const override { return Source::electricity_maps; }
    Signal signal() const override { return {Averaging::average, basis_, Boundary::consumption}; }
    bool covers(std::string_view zone) const override { return !zone.empty(); }
    SourcedTask<ZoneAnswer> ask(WebFetch& web, std::string zone, WallTime now) override;

    WebRequest latest(std::string_view zone) const;
    WebRequest forecast(std::string_view zone) const;
    static Sourced<Reading> read_latest(std::string_view body, std::string_view zone, Basis basis);
    static Sourced<std::vector<ForecastPoint>> read_forecast(std::string_view body, std::string_view zone);

private:
    WebRequest question(std::string_view what, std::string_view zone) const;

    ElectricityMapsSettings settings_;
    Basis basis_;
    std::set<std::string, std::less<>> without_forecast_;  // zones whose forecast the key does not include
};

}  // namespace greeninfer::grid
