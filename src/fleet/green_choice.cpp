#include "fleet/green_choice.hpp"

#include <algorithm>
#include <limits>

namespace greeninfer::fleet {

namespace {

using Milliseconds = Latency::Milliseconds;
using Candidates = std::span<GreenCandidate>;

// Latencies closer than this share are the same: the mean of an endpoint moves by more from one answer to the next.
constexpr double kSameLatency = 0.1;
// Weighed scores (0 to 2) closer than this are the same, for the same reason.
constexpr double kSameScore = 0.1;

// Passes over candidates that do not take part.
template <class Takes, class Value>
double least_of(Candidates candidates, const Takes& takes, const Value& value) {
    double least = std::numeric_limits<double>::infinity();
    for (const GreenCandidate& candidate : candidates) {
        if (takes(candidate)) least = std::min(least, value(candidate));
    }
    return least;
}

double latency_ms(const GreenCandidate& candidate) {
    return candidate.latency.count();
}

double fastest_ms(Candidates candidates) {
    return least_of(candidates, [](const GreenCandidate& candidate) { return !candidate.is_held_back; }, latency_ms);
}

double intensity(const GreenCandidate& candidate, const grid::Comparison& comparison) {
    return comparison.reading_at(*candidate.place).intensity.as_grams_per_kilowatt_hour();
}

template <class Takes>
const GreenCandidate& cleanest_of(Candidates candidates, const grid::Comparison& comparison, const Takes& takes) {
    const GreenCandidate* cleanest = nullptr;
    for (const GreenCandidate& candidate : candidates) {
        if (!takes(candidate)) continue;
        const bool is_cleaner =
            cleanest == nullptr || expected_carbon(candidate, comparison) < expected_carbon(*cleanest, comparison);
        if (is_cleaner) cleanest = &candidate;
    }
    return *cleanest;
}

bool too_close(const GreenCandidate& a, const GreenCandidate& b, const grid::Comparison& comparison) {
    const double energy_ratio = b.it_energy > Energy() ? a.it_energy / b.it_energy : 1;
    return comparison.compare(*a.place, *b.place, energy_ratio) == grid::Cleanliness::too_close;
}

template <class Takes>
void mark_cleanest(Candidates candidates, const grid::Comparison& comparison, const Takes& takes) {
    const GreenCandidate& cleanest = cleanest_of(candidates, comparison, takes);
    for (GreenCandidate& candidate : candidates) {
        candidate.is_best = takes(candidate) && (&candidate == &cleanest || too_close(candidate, cleanest, comparison));
    }
}

template <class Takes>
void mark_fastest(Candidates candidates, const Takes& takes) {
    const double best = least_of(candidates, takes, latency_ms);
    for (GreenCandidate& candidate : candidates) {
        candidate.is_best = takes(candidate) && latency_ms(candidate) <= best * (1 + kSameLatency);
    }
}

// Two shares from 0 to 1, added: of its grams that the cleanest would save, and of the allowed lateness that it takes.
template <class Takes>
void mark_balanced(Candidates candidates, const grid::Comparison& comparison, const GreenSettings& settings,
                   const Takes& takes) {
    const GreenCandidate& cleanest = cleanest_of(candidates, comparison, takes);
    const Carbon least = expected_carbon(cleanest, comparison);
    const double fastest = fastest_ms(candidates);
    const double allowed_ms = std::max<double>(1, static_cast<double>(settings.max_added_latency.count()));
    const auto score = [&](const GreenCandidate& candidate) {
        const bool is_clean = &candidate == &cleanest || too_close(candidate, cleanest, comparison);
        const double avoidable_share = is_clean ? 0 : 1 - least / expected_carbon(candidate, comparison);
        return avoidable_share + (latency_ms(candidate) - fastest) / allowed_ms;
    };
    const double best = least_of(candidates, takes, score);
    for (GreenCandidate& candidate : candidates) {
        candidate.is_best = takes(candidate) && score(candidate) <= best + kSameScore;
    }
}

}  // namespace

Carbon expected_carbon(const GreenCandidate& candidate, const grid::Comparison& comparison) {
    return candidate.it_energy * candidate.place->pue * comparison.reading_at(*candidate.place).intensity;
}

PlacementFallback mark_best(Candidates candidates, const grid::Comparison& comparison, const GreenSettings& settings) {
    const double latest = fastest_ms(candidates) + static_cast<double>(settings.max_added_latency.count());
    const auto in_time = [&](const GreenCandidate& candidate) {
        return !candidate.is_held_back && (candidate.is_soon || latency_ms(candidate) <= latest);
    };
    const auto qualifies = [&](const GreenCandidate& candidate) {
        const bool is_clean = !settings.threshold_gco2 || intensity(candidate, comparison) <= *settings.threshold_gco2;
        return is_clean && in_time(candidate);
    };
    if (std::ranges::none_of(candidates, qualifies)) {
        mark_cleanest(candidates, comparison, in_time);
        return PlacementFallback::no_region_qualifies;
    }
    switch (settings.priority) {
        case GreenPriority::low_carbon:
            mark_cleanest(candidates, comparison, qualifies);
            break;
        case GreenPriority::balanced:
            mark_balanced(candidates, comparison, settings, qualifies);
            break;
        case GreenPriority::latency:
            mark_fastest(candidates, qualifies);
            break;
    }
    return PlacementFallback::none;
}

}  // namespace greeninfer::fleet
