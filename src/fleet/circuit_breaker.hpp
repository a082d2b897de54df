#pragma once
// Leaves an endpoint alone for a while once it fails again and again, then lets single requests try it.
//
// Counting failures in a row, not per time: an endpoint that answers 9,999 of 10,000 requests must not be shut off for
// the rest. Shared by all cores; while nothing fails, asking costs one relaxed load and no lock.
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <string_view>

#include "base/clock.hpp"
#include "net/upstream_settings.hpp"

namespace greeninfer::fleet {

enum class BreakerState : std::uint8_t { closed, open, half_open };

class CircuitBreaker {
public:
    // Whether a request may go now. After open_for it lets one at a time through; each such trial must end with one
    // of the three record functions.
    bool allow(Moment now, const net::BreakerSettings& settings);

    void record_success(const net::BreakerSettings& settings);
    void record_failure(Moment now, const net::BreakerSettings& settings);
    void record_nothing();  // the client left, so the endpoint showed neither

    BreakerState state() const { return state_.load(std::memory_order_relaxed); }

private:
    void open(Moment now);

    std::atomic<BreakerState> state_{BreakerState::closed};
    std::atomic<std::size_t> failures_in_row_{0};
    std::mutex mutex_;  // guards what follows and changes of state_
    Moment first_failure_{};
    Moment opened_at_{};
    std::size_t trial_successes_ = 0;
    bool trial_running_ = false;
};

}  // namespace greeninfer::fleet
