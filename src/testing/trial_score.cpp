#include "testing/trial_score.hpp"

#include <cmath>

namespace greeninfer::testing {

void TrialScore::begin(std::uint64_t id, double now_seconds, bool is_judged) {
    Tally& tally = tallies_[id];
    tally.is_judged = is_judged;
    tally.present_since_seconds = now_seconds;
}

void TrialScore::end(std::uint64_t id, double now_seconds, double true_joules,
                     const std::optional<energy::Estimate>& receipt) {
    Tally& tally = tallies_[id];
    tally.ended_seconds = now_seconds;
    tally.true_joules = true_joules;
    tally.receipt = receipt;
}

void TrialScore::close_window(double joules, double now_seconds) {
    const auto seconds_of = [now_seconds](const Tally& tally) {
        return tally.ended_seconds.value_or(now_seconds) - tally.present_since_seconds;
    };
    double tokens = 0;
    double seconds = 0;
    for (const auto& [id, tally] : tallies_) {
        tokens += tally.tokens;
        seconds += seconds_of(tally);
    }
    for (auto& [id, tally] : tallies_) {
        if (tokens > 0) tally.token_joules += joules * tally.tokens / tokens;
        if (seconds > 0) tally.time_joules += joules * seconds_of(tally) / seconds;
        tally.tokens = 0;
        tally.present_since_seconds = now_seconds;
        if (tally.ended_seconds && tally.is_judged) judge(tally);
    }
    present_seconds_ += seconds;
    std::erase_if(tallies_, [](const auto& entry) { return entry.second.ended_seconds.has_value(); });
}

void TrialScore::Error::add(double given, double truth) {
    sum += std::abs(given - truth) / truth;
    ++count;
}

void TrialScore::judge(const Tally& tally) {
    if (!(tally.true_joules > 0)) return;  // it left before it was begun with
    ledger_.add(tally.ledger_joules, tally.true_joules);
    token_.add(tally.token_joules, tally.true_joules);
    time_.add(tally.time_joules, tally.true_joules);
    if (!tally.receipt) return;
    const double told_joules = tally.receipt->it_energy.as_joules();
    receipt_.add(told_joules, tally.true_joules);
    const double deviations = std::abs(std::log(told_joules / tally.true_joules)) / tally.receipt->log_deviation;
    if (deviations <= 1.645) ++covered_;  // of the 5th and 95th percentile of a normal distribution
}

TrialResult TrialScore::result(double seconds) const {
    return {.occupancy = present_seconds_ / seconds,
            .requests = ledger_.count,
            .ledger_error = ledger_.mean(),
            .receipt_error = receipt_.mean(),
            .token_error = token_.mean(),
            .time_error = time_.mean(),
            .coverage = receipt_.count > 0 ? static_cast<double>(covered_) / static_cast<double>(receipt_.count) : 0};
}

}  // namespace greeninfer::testing
