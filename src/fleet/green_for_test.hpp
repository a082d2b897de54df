#pragma once
// A fleet of endpoints in zones whose figures a test says, for everything that chooses among them.
#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "fleet/endpoint_choice.hpp"

namespace greeninfer::fleet {

// One endpoint per zone, in their order, all serving one model.
class GreenFleet {
public:
    static constexpr Moment kNow{std::chrono::hours(100)};

    struct Zone {
        double grams_per_kwh;
        std::optional<double> latency_ms = {};
        double pue = 1.2;
        grid::Source source = grid::Source::electricity_maps;
        grid::Signal signal = {};
    };

    explicit GreenFleet(const std::vector<Zone>& zones) {
        for (const Zone& zone : zones) add(zone);
    }

    Result<Placement> choose(const GreenSettings& settings, std::span<const Endpoint* const> tried = {},
                             std::uint64_t turn = 0) const {
        const GreenView view{
            settings, snapshot(), std::chrono::hours(2), profile_, {.prompt_tokens = 100, .output_tokens = 100}};
        return choose_endpoint(endpoints_, tried, turn, kNow, breaker_, &view);
    }
    const Endpoints& endpoints() const { return endpoints_; }
    const Endpoint& at(std::size_t index) const { return *endpoints_[index]; }
    const net::BreakerSettings& breaker() const { return breaker_; }
    std::size_t index_of(const Placement& placement) const {
        return static_cast<std::size_t>(std::ranges::find(endpoints_, placement.endpoint) - endpoints_.begin());
    }

private:
    void add(const Zone& zone) {
        const std::size_t index = endpoints_.size();
        auto endpoint = std::make_shared<Endpoint>();
        endpoint->name = "m@" + std::to_string(index);
        endpoint->place = {.zone = std::to_string(index), .zone_index = index, .pue = zone.pue};
        endpoint->state = std::make_shared<EndpointState>();
        endpoint->state->origin = std::make_shared<const net::Origin>();
        if (zone.latency_ms) {
            const Latency::Milliseconds latency(*zone.latency_ms);
            endpoint->state->latency.record(std::chrono::duration_cast<std::chrono::nanoseconds>(latency), kNow);
        }
        endpoints_.push_back(std::move(endpoint));
        states_.push_back(
            {.zone = std::to_string(index), .now = reading(zone), .table = reading(zone), .forecast = {}});
        snapshot_.reset();
    }
    static grid::Reading reading(const Zone& zone) {
        grid::Reading made{.intensity = CarbonIntensity::grams_per_kilowatt_hour(zone.grams_per_kwh),
                           .signal = zone.signal,
                           .source = zone.source};
        if (grid::is_live(zone.source)) {
            made.fetched_at = kNow;
            made.log_deviation = grid::kLiveLogDeviation;
        }
        return made;
    }
    const grid::Snapshot& snapshot() const {
        if (!snapshot_) snapshot_ = std::make_unique<const grid::Snapshot>(states_);
        return *snapshot_;
    }

    Endpoints endpoints_;
    std::vector<grid::ZoneState> states_;
    mutable std::unique_ptr<const grid::Snapshot> snapshot_;
    net::BreakerSettings breaker_{.failures = 1};
    energy::EnergyProfile profile_ = energy::EnergyProfile::of({}, Energy::milliwatt_hours(0.18));
};

}  // namespace greeninfer::fleet
