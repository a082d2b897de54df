#include "grid/source_order.hpp"

#include <algorithm>
#include <array>

#include "grid/eia.hpp"
#include "grid/electricity_maps.hpp"
#include "grid/entsoe.hpp"
#include "grid/ercot.hpp"
#include "grid/uk_neso.hpp"
#include "grid/watttime.hpp"

namespace greeninfer::grid {

namespace {

constexpr std::array kAverageSources = {Provider::electricity_maps, Provider::ercot, Provider::uk_neso, Provider::eia,
                                        Provider::entsoe};
constexpr std::array kMarginalSources = {Provider::watttime};

// Null for a provider that is a table.
std::unique_ptr<ZoneSource> make_source(Provider provider, const GridSettings& settings) {
    const ProviderSettings& providers = settings.providers;
    switch (provider) {
        case Provider::electricity_maps:
            return std::make_unique<ElectricityMaps>(providers.electricity_maps, settings.basis);
        case Provider::watttime:
            return std::make_unique<WattTime>(providers.watttime);
        case Provider::uk_neso:
            return std::make_unique<UkNeso>(providers.uk_neso);
        case Provider::eia:
            return std::make_unique<Eia>(providers.eia, settings.basis);
        case Provider::entsoe:
            return std::make_unique<Entsoe>(providers.entsoe, settings.basis);
        case Provider::ercot:
            return std::make_unique<Ercot>(providers.ercot, settings.basis);
        case Provider::automatic:
        case Provider::google_cloud:
        case Provider::aws:
        case Provider::static_table:
            return nullptr;
    }
    return nullptr;
}

std::span<const Provider> automatic_order(Averaging signal) {
    if (signal == Averaging::marginal) return kMarginalSources;
    return kAverageSources;
}

}  // namespace

SourceOrder::SourceOrder(const GridSettings& settings) : provider_(settings.provider) {
    if (auto named = make_source(settings.provider, settings)) sources_.push_back(std::move(named));
    if (settings.provider != Provider::automatic) return;
    for (const Provider provider : automatic_order(settings.signal)) {
        if (has_key(provider, settings.providers)) sources_.push_back(make_source(provider, settings));
    }
}

std::vector<ZoneSource*> SourceOrder::sources_of(std::string_view zone, Source table) const {
    const bool own_figure = table == Source::configured || table == Source::hourly_table;
    std::vector<ZoneSource*> covering;
    if (zone.empty() || (own_figure && provider_ == Provider::automatic)) return covering;
    for (const auto& source : sources_) {
        if (source->covers(zone)) covering.push_back(source.get());
    }
    return covering;
}

bool SourceOrder::is_out_of_reach(std::string_view zone) const {
    const auto covers = [zone](const auto& source) { return !zone.empty() && source->covers(zone); };
    return provider_ != Provider::automatic && !sources_.empty() && std::ranges::none_of(sources_, covers);
}

}  // namespace greeninfer::grid
