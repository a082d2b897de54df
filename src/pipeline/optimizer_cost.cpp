#include "pipeline/optimizer_cost.hpp"

namespace greeninfer::pipeline {

namespace {

void follow(double& mean, double newest) {
    mean += OptimizerCost::kNewestShare * (newest - mean);
}

}  // namespace

void OptimizerCost::record(const ModelRun& run) {
    if (run.words == 0) return;
    const double seconds = std::chrono::duration<double>(run.cpu_time).count() / run.words;
    const std::lock_guard lock(mutex_);
    // The first measurement says more than any assumption about this machine.
    is_measured_ ? follow(cpu_seconds_per_word_, seconds) : void(cpu_seconds_per_word_ = seconds);
    is_measured_ = true;
    if (run.open_words == 0) return;
    // One text says little of what the next holds, so here the assumption fades like any older call.
    follow(deleted_per_open_word_, static_cast<double>(run.deleted) / run.open_words);
}

OptimizerHabits OptimizerCost::habits() const {
    const std::lock_guard lock(mutex_);
    return {std::chrono::duration<double>(cpu_seconds_per_word_), deleted_per_open_word_, is_measured_};
}

}  // namespace greeninfer::pipeline
