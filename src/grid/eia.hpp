#pragma once
// The US Energy Information Administration, API v2: what the plants of every US balancing area generated, hour by hour.
//
// Its hours come one to several hours late, each fuel at its own time, and its numbers are texts. Imports are not
// counted, so its figures are of production and are not to be mixed with those of consumption.
#include "grid/fuel_mix.hpp"
#include "grid/provider_settings.hpp"
#include "grid/zone_source.hpp"

namespace greeninfer::grid {

class Eia final : public ZoneSource {
public:
    Eia(EiaSettings settings, Basis basis) : settings_(std::move(settings)), basis_(basis) {}

    Source source() const override { return Source::eia; }
    Signal signal() const override { return {Averaging::average, basis_, Boundary::production}; }
    bool covers(std::string_view zone) const override { return !balancing_area(zone).empty(); }
    SourcedTask<ZoneAnswer> ask(WebFetch& web, std::string zone, WallTime now) override;

    WebRequest fuel_mix(std::string_view zone, WallTime now) const;
    static Sourced<Reading> read_fuel_mix(std::string_view body, std::string_view zone, Basis basis);

    // What the EIA calls the zone: ERCO for US-TEX-ERCO (form EIA-930, list of balancing authorities). Empty: no US
    // one.
    static std::string_view balancing_area(std::string_view zone);

private:
    EiaSettings settings_;
    Basis basis_;
};

}  // namespace greeninfer::grid
