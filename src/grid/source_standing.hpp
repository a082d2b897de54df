#pragma once
// How one source has done for one zone: its last good answer, what has gone wrong since, and when to ask again.
//
// Doubling waits with jitter keep a thousand gateways from knocking a provider over again that has just come back, and
// a Retry-After is always honoured. A refused key is tried a few more times before it is called bad, because providers
// also answer 401 when they are asked too often. Plain value of the control core; outlives a reload.
#include <optional>
#include <random>

#include "base/clock.hpp"
#include "grid/zone_source.hpp"

namespace greeninfer::grid {

inline constexpr std::chrono::seconds kFirstRetryDelay{30};
inline constexpr std::chrono::hours kBadKeyDelay{1};
inline constexpr std::chrono::hours kLongestRetryAfter{24};
inline constexpr std::size_t kKeyRefusalsBeforeBad = 3;

using Random = std::mt19937_64;

struct SourceStanding {
    std::optional<ZoneAnswer> answer;                                        // the last one that was good
    SourceError trouble{SourceFault::not_asked, "it has not answered yet"};  // since then; meaningless after a success
    std::size_t failures = 0;                                                // in a row
    Moment ask_at{};

    void succeeded(ZoneAnswer fresh, Moment now, std::chrono::milliseconds refresh, Random& random);
    void failed(SourceError error, Moment now, std::chrono::milliseconds refresh, Random& random);

    bool key_is_bad() const { return trouble.fault == SourceFault::key_refused && failures >= kKeyRefusalsBeforeBad; }
    // The answer, while it means `signal` and is not stale.
    const ZoneAnswer* usable(const Signal& signal, Moment now, std::chrono::milliseconds stale_after) const;
};

// When a reading that was fetched will be stale.
Moment stale_at(const Reading& fetched, std::chrono::milliseconds stale_after);

}  // namespace greeninfer::grid
