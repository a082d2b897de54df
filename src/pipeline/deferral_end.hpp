#pragma once
// How the wait of a request that may wait for cleaner electricity ended: for its receipt and the metrics.
//
// Plain value.
#include <array>
#include <chrono>
#include <cstdint>
#include <string_view>

namespace greeninfer::pipeline {

// Why a request that may wait goes on.
enum class DeferralEnd : std::uint8_t {
    not_dirty,   // the reading allows it, or nobody knows
    forecast,    // the best hour of the forecast before its deadline has come
    no_gain,     // waiting would have gained nothing
    deadline,    // it has waited as long as it may
    queue_full,  // grid.max_deferred others wait
    draining,    // the gateway is shutting down
    client_gone,
};
inline constexpr std::array<std::string_view, 7> kDeferralEndNames = {
    "not_dirty", "forecast", "no_gain", "deadline", "queue_full", "draining", "client_gone"};

constexpr std::string_view name_of(DeferralEnd end) {
    return kDeferralEndNames[static_cast<std::size_t>(end)];
}

struct Deferred {
    DeferralEnd end = DeferralEnd::not_dirty;
    std::chrono::duration<double> waited{};
};

}  // namespace greeninfer::pipeline
