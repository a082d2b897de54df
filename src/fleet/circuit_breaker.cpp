#include "fleet/circuit_breaker.hpp"

namespace greeninfer::fleet {

bool CircuitBreaker::allow(Moment now, const net::BreakerSettings& settings) {
    if (state() == BreakerState::closed) return true;
    const std::lock_guard lock(mutex_);
    if (state() == BreakerState::open && now - opened_at_ >= settings.open_for) {
        state_ = BreakerState::half_open;
        trial_successes_ = 0;
        trial_running_ = false;
    }
    if (state() == BreakerState::half_open && !trial_running_) return trial_running_ = true;
    return state() == BreakerState::closed;
}

void CircuitBreaker::record_success(const net::BreakerSettings& settings) {
    if (state() == BreakerState::closed) {
        if (failures_in_row_.load(std::memory_order_relaxed) != 0) failures_in_row_ = 0;
        return;
    }
    const std::lock_guard lock(mutex_);
    trial_running_ = false;
    if (state() != BreakerState::half_open || ++trial_successes_ < settings.successes) return;
    failures_in_row_ = 0;
    state_ = BreakerState::closed;
}

void CircuitBreaker::record_failure(Moment now, const net::BreakerSettings& settings) {
    const std::lock_guard lock(mutex_);
    trial_running_ = false;
    if (state() == BreakerState::half_open) return open(now);
    if (failures_in_row_ == 0 || now - first_failure_ > settings.window) {
        first_failure_ = now;
        failures_in_row_ = 0;
    }
    if (++failures_in_row_ >= settings.failures && state() == BreakerState::closed) open(now);
}

void CircuitBreaker::record_nothing() {
    if (state() == BreakerState::closed) return;
    const std::lock_guard lock(mutex_);
    trial_running_ = false;
}

void CircuitBreaker::open(Moment now) {
    state_ = BreakerState::open;
    opened_at_ = now;
}

}  // namespace greeninfer::fleet
