#pragma once
// ERCOT's public dashboard: what the plants of Texas generate, every five minutes, without a key.
//
// It may refuse callers outside the United States. Figures are of production; charging batteries count as nothing.
#include "grid/fuel_mix.hpp"
#include "grid/provider_settings.hpp"
#include "grid/zone_source.hpp"

namespace greeninfer::grid {

class Ercot final : public ZoneSource {
public:
    static constexpr std::string_view kZone = "US-TEX-ERCO";

    Ercot(ErcotSettings settings, Basis basis) : settings_(std::move(settings)), basis_(basis) {}

    Source source() const override { return Source::ercot; }
    Signal signal() const override { return {Averaging::average, basis_, Boundary::production}; }
    bool covers(std::string_view zone) const override { return zone == kZone; }
    SourcedTask<ZoneAnswer> ask(WebFetch& web, std::string zone, WallTime now) override;

    WebRequest fuel_mix() const;
    static Sourced<Reading> read_fuel_mix(std::string_view body, Basis basis);

private:
    ErcotSettings settings_;
    Basis basis_;
};

}  // namespace greeninfer::grid
