#pragma once
// Where a request was placed and why, for the receipt: a choice that nobody can question is not one for an auditor.
//
// Plain value.
#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>

#include "base/units.hpp"
#include "grid/comparison.hpp"

namespace greeninfer::fleet {

struct Endpoint;

enum class PlacementReason : std::uint8_t {
    only_one,    // nothing to choose from
    least_busy,  // green routing is off, or could not decide
    low_carbon,
    balanced,
    latency,
    kv_aware,     // the least predicted time
    round_robin,  // its turn
    session,      // where its session is
    explored,     // any that is fast and clean enough, to learn about it
};
inline constexpr std::array<std::string_view, 9> kPlacementReasonNames = {
    "only_one", "least_busy", "low_carbon", "balanced", "latency", "kv_aware", "round_robin", "session", "explored"};

// What set the winner apart from the others, for people.
enum class WonBy : std::uint8_t {
    carbon,  // a sooner one was dirtier
    cache,   // it has more of the prompt than others
    time,    // it is sooner for another reason: its pace, or what waits elsewhere
    load,    // as good as others, and less busy
    other,   // its turn, its session, or nothing else to choose
};
inline constexpr std::array<std::string_view, 5> kWonByNames = {"carbon", "cache", "time", "load", "other"};

enum class PlacementFallback : std::uint8_t {
    none,
    no_region_qualifies,  // all are above the threshold: the cleanest that is fast enough
    not_comparable,       // the regions' figures have no common ground, so carbon decided nothing
};
inline constexpr std::array<std::string_view, 3> kPlacementFallbackNames = {"none", "no_region_qualifies",
                                                                            "not_comparable"};

// One of the endpoints that were weighed. Points into the request's generation.
struct WeighedEndpoint {
    const Endpoint* endpoint = nullptr;
    double cached_tokens = 0;
    double missed_tokens = 0;
    double first_token_seconds = 0;  // predicted, as is the next
    double seconds = 0;
    double delay_seconds = 0;      // of others, for what it reads and another one has, and for what it displaces
    std::optional<Carbon> carbon;  // absent where regions cannot be compared
    std::int64_t in_flight = 0;
    bool is_best = false;  // it passed the limits, and none is surely cleaner
    bool is_told = false;  // its cache is known by its engine's events, and not only by what was sent there
};

// The winner first, then the soonest.
struct WeighedEndpoints {
    static constexpr std::size_t kShown = 8;
    std::array<WeighedEndpoint, kShown> shown = {};
    std::size_t shown_count = 0;
    std::size_t all = 0;
    // Of all that were weighed, which is what sending in turn would come to.
    double mean_cached_tokens = 0;
    double mean_seconds = 0;
    std::optional<Energy> mean_it_energy = {};
    std::optional<Carbon> mean_carbon = {};
    std::optional<Energy> it_energy = {};  // of the winner
    double indexed_tokens = 0;             // that the index says the winner has, uncorrected
    WonBy won_by = WonBy::other;
};

// What the winner was expected to do before it begins to answer.
struct ExpectedReading {
    double missed_tokens = 0;  // of the prompt, that are not in its cache
    double first_token_seconds = 0;
};

struct Placement {
    std::shared_ptr<const Endpoint> endpoint;
    PlacementReason reason = PlacementReason::least_busy;
    PlacementFallback fallback = PlacementFallback::none;
    std::optional<grid::Ground> ground = {};       // of the figures that decided
    std::optional<ExpectedReading> reading = {};   // where endpoints are judged by what they have to read
    std::optional<WeighedEndpoints> weighed = {};  // where prompts are placed by predicted time
};

constexpr std::string_view name_of(PlacementReason reason) {
    return kPlacementReasonNames[static_cast<std::size_t>(reason)];
}
constexpr std::string_view name_of(WonBy won_by) {
    return kWonByNames[static_cast<std::size_t>(won_by)];
}
constexpr std::string_view name_of(PlacementFallback fallback) {
    return kPlacementFallbackNames[static_cast<std::size_t>(fallback)];
}

}  // namespace greeninfer::fleet
