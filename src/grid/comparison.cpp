#include "grid/comparison.hpp"

#include <algorithm>
#include <cmath>

namespace greeninfer::grid {

namespace {

// 95th percentile of the standard normal distribution (NIST/SEMATECH e-Handbook, 1.3.6.7.1): a difference beyond it on
// either side is 1 of 10 that chance makes.
constexpr double kNormalP95 = 1.6448536269514722;
// Of each place's own PUE within a year, as in energy/footprint.hpp, which lies above this layer.
constexpr double kPueLogDeviation = 0.03;
// A zone near zero is as clean as another one; without a floor its logarithm would make it infinitely cleaner.
constexpr double kLeastGramsPerKwh = 1;

Ground ground_of(Source source) {
    if (is_live(source)) return Ground::live;
    const bool is_own = source == Source::configured || source == Source::hourly_table;
    return is_own ? Ground::configured : Ground::table;
}

bool is_fresh(const Reading& reading, Moment now, std::chrono::milliseconds stale_after) {
    const auto age = age_of(reading, now);
    return !age || *age <= stale_after;
}

bool share(const Snapshot& snapshot, std::span<const Place* const> places, Reading ZoneState::* which) {
    const Reading& first = snapshot.at(places[0]->zone_index).*which;
    return std::ranges::all_of(places, [&](const Place* place) {
        const Reading& reading = snapshot.at(place->zone_index).*which;
        return reading.signal == first.signal && ground_of(reading.source) == ground_of(first.source);
    });
}

double log_grams(const Reading& reading) {
    return std::log(std::max(reading.intensity.as_grams_per_kilowatt_hour(), kLeastGramsPerKwh));
}

double square(double number) {
    return number * number;
}

}  // namespace

Comparison::Comparison(const Snapshot& snapshot, Reading ZoneState::* which, const Reading& first)
    : snapshot_(&snapshot), which_(which), ground_(ground_of(first.source)), signal_(first.signal) {}

std::optional<Comparison> Comparison::among(const Snapshot& snapshot, std::span<const Place* const> places, Moment now,
                                            std::chrono::milliseconds stale_after) {
    const bool all_fresh = std::ranges::all_of(
        places, [&](const Place* place) { return is_fresh(snapshot.at(place->zone_index).now, now, stale_after); });
    const ZoneState& first = snapshot.at(places[0]->zone_index);
    if (all_fresh && share(snapshot, places, &ZoneState::now)) return Comparison(snapshot, &ZoneState::now, first.now);
    const bool has_table = ground_of(first.table.source) == Ground::table;
    if (!has_table || !share(snapshot, places, &ZoneState::table)) return std::nullopt;
    return Comparison(snapshot, &ZoneState::table, first.table);
}

const Reading& Comparison::reading_at(const Place& place) const {
    return snapshot_->at(place.zone_index).*which_;
}

Cleanliness Comparison::compare(const Place& a, const Place& b, double energy_ratio) const {
    const Reading& at_a = reading_at(a);
    const Reading& at_b = reading_at(b);
    double variance = 2 * square(kPueLogDeviation);
    if (a.zone_index != b.zone_index) variance += square(at_a.log_deviation) + square(at_b.log_deviation);
    const double ratio = log_grams(at_a) - log_grams(at_b) + std::log(energy_ratio * a.pue / b.pue);
    if (std::abs(ratio) <= kNormalP95 * std::sqrt(variance)) return Cleanliness::too_close;
    return ratio < 0 ? Cleanliness::cleaner : Cleanliness::dirtier;
}

}  // namespace greeninfer::grid
