#include "grid/release_time.hpp"

#include <algorithm>
#include <cmath>

namespace greeninfer::grid {

namespace {

// A forecast errs by about 7 % (UK NESO, 2017 to 2023); of two hours of it only a difference beyond the 95th percentile
// of their joint error is one: exp(1.645 sqrt(2) 0.08).
const double kSurelyCleaner = std::exp(-1.645 * std::sqrt(2.0) * kLiveLogDeviation);

double grams(const CarbonIntensity& intensity) {
    return intensity.as_grams_per_kilowatt_hour();
}

}  // namespace

Release release_of(const ZoneState& zone, const LevelThresholds& thresholds, WallTime now, WallTime deadline) {
    if (zone.level != Level::dirty) return {now, ReleaseReason::not_dirty};
    const ForecastPoint* cleanest = nullptr;
    for (const ForecastPoint& point : zone.forecast) {
        if (point.at <= now || point.at > deadline) continue;
        if (grams(point.intensity) < thresholds.eco_above - thresholds.hysteresis) {
            return {point.at, ReleaseReason::forecast};
        }
        if (cleanest == nullptr || point.intensity < cleanest->intensity) cleanest = &point;
    }
    if (cleanest == nullptr) return {deadline, ReleaseReason::deadline};
    const bool is_gain = grams(cleanest->intensity) < grams(zone.now.intensity) * kSurelyCleaner;
    return is_gain ? Release{cleanest->at, ReleaseReason::forecast} : Release{now, ReleaseReason::no_gain};
}

}  // namespace greeninfer::grid
