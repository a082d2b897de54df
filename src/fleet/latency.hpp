#pragma once
// How long an endpoint takes to begin an answer, as lately seen: the connection, where a new one was made, and the
// first token.
//
// Only streams are measured, as the first byte of a whole answer comes after its last token. A mean that fades (EWMA),
// so that one slow answer does not ban a region, and one that is forgotten, so that a region that was slow is asked
// again: once per kForgetAfter, and not by every request at a time. All cores write it, without waiting for each other;
// it survives a reload of the configuration.
#include <atomic>
#include <chrono>
#include <cstdint>
#include <optional>

#include "base/clock.hpp"

namespace greeninfer::fleet {

class Latency {
public:
    using Milliseconds = std::chrono::duration<double, std::milli>;

    // Weight of the newest answer; what was seen five answers ago counts a third of it.
    static constexpr double kNewestWeight = 0.2;
    static constexpr std::chrono::seconds kForgetAfter{60};

    void record(std::chrono::nanoseconds answer_began_after, Moment now) {
        const double newest = Milliseconds(answer_began_after).count();
        double before = mean_ms_.load(std::memory_order_relaxed);
        double after = newest;
        do {
            after = before < 0 ? newest : before + kNewestWeight * (newest - before);
        } while (!mean_ms_.compare_exchange_weak(before, after, std::memory_order_relaxed));
        measured_at_.store(now.time_since_epoch().count(), std::memory_order_relaxed);
    }

    // Absent when nothing was measured within kForgetAfter.
    std::optional<Milliseconds> at(Moment now) const {
        const double mean = mean_ms_.load(std::memory_order_relaxed);
        if (mean < 0 || is_forgotten(now)) return std::nullopt;
        return Milliseconds(mean);
    }

    // It has answered, but so long ago that this says nothing of now.
    bool is_forgotten(Moment now) const {
        const Moment measured{Moment::duration(measured_at_.load(std::memory_order_relaxed))};
        return mean_ms_.load(std::memory_order_relaxed) >= 0 && now - measured > kForgetAfter;
    }

    // A request goes there although its figure is forgotten: until it has measured, others go by the old figure.
    void begin_trial(Moment now) {
        if (is_forgotten(now)) measured_at_.store(now.time_since_epoch().count(), std::memory_order_relaxed);
    }

private:
    std::atomic<double> mean_ms_{-1};  // < 0: never measured
    std::atomic<std::int64_t> measured_at_{0};
};

}  // namespace greeninfer::fleet
