#pragma once
// The European operators' transparency platform: what the plants of a bidding zone generated, by kind of plant, as XML.
//
// Traps of the format: in curves of type A03 a missing position repeats the one before; a series that names an out
// domain is consumption, such as pumping; and "nothing found" is an Acknowledgement document. Figures are of
// production.
#include "grid/fuel_mix.hpp"
#include "grid/provider_settings.hpp"
#include "grid/zone_source.hpp"

namespace greeninfer::grid {

class Entsoe final : public ZoneSource {
public:
    Entsoe(EntsoeSettings settings, Basis basis) : settings_(std::move(settings)), basis_(basis) {}

    Source source() const override { return Source::entsoe; }
    Signal signal() const override { return {Averaging::average, basis_, Boundary::production}; }
    bool covers(std::string_view zone) const override { return !entsoe_domain(zone).empty(); }
    SourcedTask<ZoneAnswer> ask(WebFetch& web, std::string zone, WallTime now) override;

    WebRequest generation(std::string_view zone, WallTime now) const;
    static Sourced<Reading> read_generation(std::string_view body, std::string_view zone, Basis basis);

    // The zone's energy identification code; empty when it is no zone of the platform.
    static std::string_view entsoe_domain(std::string_view zone);

private:
    EntsoeSettings settings_;
    Basis basis_;
};

}  // namespace greeninfer::grid
