#pragma once
// Keeps the zones of one configuration fresh: one coroutine per zone asks its sources in their order, waits, and
// publishes a new snapshot after each look.
//
// Shared by its coroutines, so that a round that a reload has ended may finish its last question in peace. Control
// core.
#include <boost/asio/awaitable.hpp>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "grid/grid_metrics.hpp"
#include "grid/places.hpp"
#include "grid/source_order.hpp"
#include "grid/zone_choice.hpp"

namespace greeninfer::grid {

// What outlives a configuration: readings are as true after a reload as before.
struct GridMemory {
    std::unordered_map<std::string, ZoneMemory> zones;
    GridMetrics metrics;
    Random random;
};

class RefreshRound {
public:
    RefreshRound(Clock& clock, WebFetch& web, std::shared_ptr<GridMemory> memory, const GridSettings& settings,
                 std::shared_ptr<const Places> places, std::shared_ptr<Board> board);

    // One coroutine per zone index, until end() is called.
    static boost::asio::awaitable<void> keep_fresh(std::shared_ptr<RefreshRound> round, std::size_t zone_index);
    std::size_t zone_count() const { return zones_.size(); }
    void end() { over_ = true; }

private:
    struct Zone {
        std::vector<ZoneSource*> sources;
        ZoneMemory* memory;
        std::chrono::nanoseconds calendar_offset;  // wall time less monotonic time, when last seen
    };

    // Asks the sources that are due, up to the first whose figure can be used.
    boost::asio::awaitable<void> ask_sources(std::size_t zone_index);
    boost::asio::awaitable<void> ask(std::size_t zone_index, ZoneSource& source);
    void record(std::size_t zone_index, Source source, Sourced<ZoneAnswer> answer);
    void notice_clock_jump(Zone& zone);
    void look_at(std::size_t zone_index);  // into states_
    void tell_of_change(const ZoneState& state, ZoneMemory& memory, std::optional<SourceFault> fallback) const;
    void publish();
    Moment next_wake_up(const Zone& zone) const;
    std::chrono::nanoseconds calendar_offset() const;

    Clock& clock_;
    WebFetch& web_;
    const std::shared_ptr<GridMemory> memory_;
    const GridSettings settings_;
    const std::shared_ptr<const Places> places_;
    const std::shared_ptr<Board> board_;
    SourceOrder order_;
    std::vector<Zone> zones_;        // by zone index
    std::vector<ZoneState> states_;  // likewise
    bool over_ = false;
};

}  // namespace greeninfer::grid
