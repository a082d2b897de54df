#pragma once
// How long to wait before the next start: doubling up to a limit, spread by chance, short again after a healthy while.
//
// Without it a child that dies at once would be started hundreds of times a second; without the spread, gateways that
// lost their children together would start them together.
#include <chrono>
#include <random>

#include "base/clock.hpp"

namespace greeninfer::fleet {

struct RestartSettings {
    std::chrono::milliseconds first{250};
    std::chrono::milliseconds limit{30'000};
    std::chrono::milliseconds healthy_after{60'000};  // of health: what failed before is forgotten
};

class RestartDelay {
public:
    RestartDelay(const RestartSettings& settings, std::uint32_t seed) : settings_(settings), random_(seed) {}

    // The child's end; healthy_time is how long it had been healthy, 0 if it never was. Between half of the present
    // step and the whole of it.
    std::chrono::nanoseconds next(std::chrono::nanoseconds healthy_time);

private:
    RestartSettings settings_;
    std::minstd_rand random_;
    std::chrono::nanoseconds step_{0};
};

}  // namespace greeninfer::fleet
