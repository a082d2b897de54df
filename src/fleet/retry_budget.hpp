#pragma once
// Keeps retries from making an outage worse: only a share of the recent requests may be tried again.
//
// A limit per request alone would triple the load on servers that fail because of their load. One per core.
#include <array>
#include <cstdint>

#include "base/clock.hpp"

namespace greeninfer::fleet {

class RetryBudget {
public:
    // Retries allowed in any window however few requests there are, so that a quiet gateway may retry at all.
    static constexpr std::uint32_t kAlwaysAllowed = 10;
    static constexpr std::size_t kWindowSeconds = 10;

    void count_request(Moment now) { ++second_of(now).requests; }
    // Takes one retry out of the budget; false when it is used up. `share`: retries per request, 0 to 1.
    bool take_retry(Moment now, double share);

private:
    struct Second {
        std::int64_t index = -1;
        std::uint32_t requests = 0;
        std::uint32_t retries = 0;
    };
    Second& second_of(Moment now);

    std::array<Second, kWindowSeconds> seconds_{};
};

}  // namespace greeninfer::fleet
