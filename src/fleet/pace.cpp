#include "fleet/pace.hpp"

#include <algorithm>

namespace greeninfer::fleet {

namespace {

// One observation, of an empty prompt, that counts half: until prompts of several lengths were read, most of what they
// took is for their tokens, and their noise does not make reading seem free. Engines differ by a factor of a thousand,
// so of how long tokens take it says nothing.
constexpr double kPriorWeight = 0.5;
constexpr double kLeastSecondsPerToken = 1e-7;

}  // namespace

void Pace::record_first_token(double tokens_read, Seconds took) {
    const std::scoped_lock lock(fitting_);
    sums_.weight = kKeptOfTokens * sums_.weight + 1;
    sums_.x = kKeptOfTokens * sums_.x + tokens_read;
    sums_.y = kKeptOfTokens * sums_.y + took.count();
    sums_.xx = kKeptOfTokens * sums_.xx + tokens_read * tokens_read;
    sums_.xy = kKeptOfTokens * sums_.xy + tokens_read * took.count();
    lately_.weight = kKept * lately_.weight + 1;
    lately_.x = kKept * lately_.x + tokens_read;
    lately_.y = kKept * lately_.y + took.count();
    if (sums_.x < kTellingTokens) return;
    const double per_token = slope();
    // No request begins before it was sent: what is left is for the way there and the batch.
    base_seconds_ = std::max(0.0, (lately_.y - per_token * lately_.x) / lately_.weight);
    seconds_per_prompt_token_ = per_token;
    answers_ = sums_.weight;
}

double Pace::slope() const {
    const double weight = sums_.weight + kPriorWeight;
    const double prior_seconds = std::min(PaceFigures().base_seconds, sums_.y / sums_.weight / 2);
    const double x = sums_.x / weight;
    const double y = (sums_.y + kPriorWeight * prior_seconds) / weight;
    const double xx = sums_.xx / weight;
    const double xy = sums_.xy / weight;
    const double fitted = std::max(kLeastSecondsPerToken, (xy - x * y) / std::max(1.0, xx - x * x));
    const bool needs_all = fitted * x > y && x > 0;  // Then all of the time belongs to the tokens.
    return needs_all ? std::max(kLeastSecondsPerToken, y / x) : fitted;
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
        figures.is_reading_known = true;
        figures.base_seconds = base;
        figures.seconds_per_prompt_token = seconds_per_prompt_token_.load(std::memory_order_relaxed);
    }
    if (output >= 0) figures.seconds_per_output_token = output;
    if (service >= 0) figures.service_seconds = service;
    figures.answers = answers_.load(std::memory_order_relaxed);
    return figures;
}

}  // namespace greeninfer::fleet
