#pragma once
// What is known of every zone in use at one moment. A request takes one snapshot and keeps it, so that its decision,
// its bill and its receipt speak of the same figures.
//
// Immutable; the refresher on the control core publishes a new one through a Board, every core reads it by pointer.
#include <atomic>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "grid/level.hpp"
#include "grid/reading.hpp"

namespace greeninfer::grid {

struct ForecastPoint {
    WallTime at;
    CarbonIntensity intensity;
};

struct ZoneState {
    std::string zone;                     // empty: the world's average
    Reading now;                          // the best there is
    Reading table;                        // the zone's figure in the common static table: same signal for every zone
    std::vector<ForecastPoint> forecast;  // ascending, of the same signal as `now`; may be empty
    Level level = Level::unknown;
    std::string table_source = {};  // who says what the tables or the operator's own figure say, for whoever audits it
    std::string fallback = {};      // why `now` is not what was configured, in words; empty when it is
};

class Snapshot {
public:
    explicit Snapshot(std::vector<ZoneState> zones) : zones_(std::move(zones)) {}
    std::span<const ZoneState> zones() const { return zones_; }
    const ZoneState& at(std::size_t zone_index) const { return zones_[zone_index]; }

private:
    std::vector<ZoneState> zones_;  // by Place::zone_index; never empty
};

// The snapshot of now. Any thread.
class Board {
public:
    explicit Board(std::shared_ptr<const Snapshot> first) : now_(std::move(first)) {}
    std::shared_ptr<const Snapshot> now() const { return now_.load(); }
    void publish(std::shared_ptr<const Snapshot> next) { now_.store(std::move(next)); }

private:
    std::atomic<std::shared_ptr<const Snapshot>> now_;
};

}  // namespace greeninfer::grid
