#pragma once
// What asking the model has turned out to cost and to bring, as means that follow the newest calls.
//
// The gate weighs by these, so that a slower machine or another model changes its mind without a setting. One per
// process; any core; the lock is held for a few additions, once per call of the model.
#include <chrono>
#include <cstdint>
#include <mutex>

#include "base/units.hpp"

namespace greeninfer::pipeline {

// One answered call.
struct ModelRun {
    std::chrono::nanoseconds cpu_time{0};
    std::uint32_t words = 0;       // that it read
    std::uint32_t open_words = 0;  // that it might have deleted
    std::uint32_t deleted = 0;     // that it did
};

struct OptimizerHabits {
    std::chrono::duration<double> cpu_time_per_word;
    double deleted_per_open_word;
    bool is_measured;  // otherwise nobody has asked yet, and these are assumptions
};

class OptimizerCost {
public:
    // Before anything was measured: the bound that the model was made for, 50 ms for a prompt of 100 tokens (75 words).
    static constexpr std::chrono::duration<double> kAssumedCpuTimePerWord{50e-3 / 75};
    // And about half of what may go does (two thirds of unknown filler, less what only looks like it).
    static constexpr double kAssumedDeletedPerOpenWord = 0.5;
    // A new call's share of the mean: the last 20 or so count.
    static constexpr double kNewestShare = 0.05;

    void record(const ModelRun& run);
    OptimizerHabits habits() const;

private:
    mutable std::mutex mutex_;
    double cpu_seconds_per_word_ = kAssumedCpuTimePerWord.count();
    double deleted_per_open_word_ = kAssumedDeletedPerOpenWord;
    bool is_measured_ = false;
};

}  // namespace greeninfer::pipeline
