#include "fleet/retry_budget.hpp"

#include <algorithm>

namespace greeninfer::fleet {

namespace {

std::int64_t second_index(Moment moment) {
    return std::chrono::floor<std::chrono::seconds>(moment.time_since_epoch()).count();
}

}  // namespace

RetryBudget::Second& RetryBudget::second_of(Moment now) {
    const std::int64_t index = second_index(now);
    Second& second = seconds_[static_cast<std::size_t>(index) % kWindowSeconds];
    if (second.index != index) second = {.index = index};
    return second;
}

bool RetryBudget::take_retry(Moment now, double share) {
    Second& current = second_of(now);
    const std::int64_t oldest = current.index - static_cast<std::int64_t>(kWindowSeconds) + 1;
    std::uint64_t requests = 0;
    std::uint64_t retries = 0;
    for (const Second& second : seconds_) {
        if (second.index < oldest) continue;
        requests += second.requests;
        retries += second.retries;
    }
    const double allowed = std::max<double>(kAlwaysAllowed, share * static_cast<double>(requests));
    if (static_cast<double>(retries) >= allowed) return false;
    ++current.retries;
    return true;
}

}  // namespace greeninfer::fleet
