#include "fleet/pace.hpp"

#include <algorithm>

namespace greeninfer::fleet {

namespace {

// Two observations of a fast engine, an empty prompt and a thousand tokens, that count a twentieth of one each.
constexpr double kPriorWeight = 0.05;
constexpr double kPriorTokens = 1000;
constexpr double kLeastSecondsPerToken = 1e-7;

}  // namespace

void Pace::record_first_token(double tokens_read, Seconds took) {
    const std::scoped_lock lock(fitting_);
    sums_.weight = kKept * sums_.weight + 1;
    sums_.x = kKept * sums_.x + tokens_read;
    sums_.y = kKept * sums_.y + took.count();
    sums_.xx = kKept * sums_.xx + tokens_read * tokens_read;
    sums_.xy = kKept * sums_.xy + tokens_read * took.count();
    refit();
}

void Pace::refit() {
    constexpr PaceFigures kPrior;
    constexpr double kPriorSeconds = kPrior.base_seconds + kPriorTokens * kPrior.seconds_per_prompt_token;
    const double weight = sums_.weight + 2 * kPriorWeight;
    const double x = (sums_.x + kPriorWeight * kPriorTokens) / weight;
    const double y = (sums_.y + kPriorWeight * (kPrior.base_seconds + kPriorSeconds)) / weight;
    const double xx = (sums_.xx + kPriorWeight * kPriorTokens * kPriorTokens) / weight;
    const double xy = (sums_.xy + kPriorWeight * kPriorTokens * kPriorSeconds) / weight;
    const double slope = std::max(kLeastSecondsPerToken, (xy - x * y) / std::max(1.0, xx - x * x));
    const double base = y - slope * x;
    // No request begins before it was sent: then all of the time belongs to the tokens.
    base_seconds_ = std::max(0.0, base);
    seconds_per_prompt_token_ = base >= 0 || x <= 0 ? slope : std::max(kLeastSecondsPerToken, y / x);
}

void Pace::blend(std::atomic<double>& mean, double newest) {
    double before = mean.load(std::memory_order_relaxed);
    double after = newest;
    do {
        after = before < 0 ? newest : kKept * before + (1 - kKept) * newest;
    } while (!mean.compare_exchange_weak(before, after, std::memory_order_relaxed));
}

void Pace::record_output(double tokens, Seconds writing) {
    if (tokens >= 1) blend(seconds_per_output_token_, writing.count() / tokens);
}

void Pace::record_whole(double tokens_read, double output_tokens, Seconds took) {
    const PaceFigures now = figures().value_or(PaceFigures());
    const double reading = now.base_seconds + tokens_read * now.seconds_per_prompt_token;
    if (output_tokens >= 1) blend(seconds_per_output_token_, std::max(0.0, took.count() - reading) / output_tokens);
    // Nothing tells its first token from its last, but an endpoint that answers is one that is known.
    if (base_seconds_.load() < 0 && output_tokens < 1) record_first_token(tokens_read, took);
}

void Pace::record_service(Seconds took) {
    blend(service_seconds_, took.count());
}

std::optional<PaceFigures> Pace::figures() const {
    PaceFigures figures;
    const double base = base_seconds_.load(std::memory_order_relaxed);
    const double output = seconds_per_output_token_.load(std::memory_order_relaxed);
    const double service = service_seconds_.load(std::memory_order_relaxed);
    if (base < 0 && output < 0) return std::nullopt;
    if (base >= 0) {
        figures.base_seconds = base;
        figures.seconds_per_prompt_token = seconds_per_prompt_token_.load(std::memory_order_relaxed);
    }
    if (output >= 0) figures.seconds_per_output_token = output;
    if (service >= 0) figures.service_seconds = service;
    return figures;
}

}  // namespace greeninfer::fleet
