#include "grid/plausibility.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "grid/grid_settings.hpp"

namespace greeninfer::grid {

namespace {

bool is_possible(CarbonIntensity intensity) {
    const double grams = intensity.as_grams_per_kilowatt_hour();
    return grams >= 0 && grams <= kHighestGramsPerKwh;  // also false for what is not a number
}

void clean(std::vector<ForecastPoint>& forecast, WallTime now) {
    std::erase_if(forecast, [now](const ForecastPoint& point) {
        return point.at + std::chrono::hours(1) <= now || !is_possible(point.intensity);
    });
    std::ranges::sort(forecast, {}, &ForecastPoint::at);
}

}  // namespace

Sourced<ZoneAnswer> plausible(ZoneAnswer answer, WallTime now, std::chrono::milliseconds stale_after) {
    Reading& reading = answer.reading;
    if (!is_possible(reading.intensity)) {
        return no_figure(SourceFault::absurd,
                         fmt::format("{:.6g} g/kWh is no intensity of a grid; 0 to {} is",
                                     reading.intensity.as_grams_per_kilowatt_hour(), kHighestGramsPerKwh));
    }
    const auto age = std::chrono::floor<std::chrono::seconds>(now - reading.valid_at.value_or(now));
    if (age < -kClockTolerance) {
        return no_figure(SourceFault::from_future,
                         fmt::format("its figure is dated {} s after now; one of the clocks is wrong", -age.count()));
    }
    if (age > stale_after + usual_delay(reading.source))
        return no_figure(SourceFault::stale, fmt::format("its figure is {} s old", age.count()));
    reading.age_when_fetched = std::max(age, std::chrono::seconds(0));
    reading.log_deviation = kLiveLogDeviation;
    clean(answer.forecast, now);
    return answer;
}

}  // namespace greeninfer::grid
