#include "fleet/restart_delay.hpp"

#include <algorithm>

namespace greeninfer::fleet {

std::chrono::nanoseconds RestartDelay::next(std::chrono::nanoseconds healthy_time) {
    using std::chrono::nanoseconds;
    if (healthy_time >= settings_.healthy_after) step_ = nanoseconds(0);
    step_ = std::clamp<nanoseconds>(step_ * 2, settings_.first, settings_.limit);
    return nanoseconds(std::uniform_int_distribution<std::int64_t>(step_.count() / 2, step_.count())(random_));
}

}  // namespace greeninfer::fleet
