#pragma once
// The operator of Great Britain's grid: intensity of every half hour and of the next two days, without a key.
//
// Its factors are direct ones: wind, sun, water and nuclear count as nothing. Of the running half hour there is often a
// forecast only, and of regions never anything else; both are marked as estimated.
#include "grid/provider_settings.hpp"
#include "grid/zone_source.hpp"

namespace greeninfer::grid {

class UkNeso final : public ZoneSource {
public:
    static constexpr std::string_view kZone = "GB";
    static constexpr Signal kSignal{Averaging::average, Basis::direct, Boundary::consumption};

    explicit UkNeso(UkNesoSettings settings) : settings_(std::move(settings)) {}

    Source source() const override { return Source::uk_neso; }
    Signal signal() const override { return kSignal; }
    bool covers(std::string_view zone) const override { return zone == kZone; }
    SourcedTask<ZoneAnswer> ask(WebFetch& web, std::string zone, WallTime now) override;

    WebRequest current() const;
    WebRequest forecast(WallTime now) const;  // of the next 24 hours
    static Sourced<Reading> read_current(std::string_view body, std::size_t region_id);
    static Sourced<std::vector<ForecastPoint>> read_forecast(std::string_view body, std::size_t region_id);

private:
    UkNesoSettings settings_;
};

}  // namespace greeninfer::grid
