#include "grid/fuel_mix.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace greeninfer::grid {
namespace {

using namespace std::chrono_literals;

const WallTime kNine{std::chrono::seconds(1'800'000'000)};

FuelMix mix_of(std::initializer_list<std::pair<Fuel, double>> parts) {
    FuelMix mix;
    for (const auto& [fuel, megawatts] : parts) mix[static_cast<std::size_t>(fuel)] = megawatts;
    return mix;
}

double grams(const std::optional<CarbonIntensity>& intensity) {
    return intensity.value().as_grams_per_kilowatt_hour();
}

TEST(FuelMix, WeighsEachFuelByWhatItGave) {
    // (2 * 511.7 + 1 * 1122.44 + 1 * 11) / 4
    const FuelMix mix = mix_of({{Fuel::gas, 2000}, {Fuel::coal, 1000}, {Fuel::wind, 1000}});
    EXPECT_NEAR(grams(intensity_of(mix, "US-TEX-ERCO", Basis::lifecycle)), 539.21, 1e-9);
    EXPECT_NEAR(grams(intensity_of(mix, "US-TEX-ERCO", Basis::direct)), 461.46, 1e-9);
}

TEST(FuelMix, ChargingStorageIsLeftOut) {
    const FuelMix with = mix_of({{Fuel::gas, 100}, {Fuel::battery, -900}, {Fuel::hydro_storage, -10}});
    EXPECT_EQ(intensity_of(with, "", Basis::lifecycle), intensity_of(mix_of({{Fuel::gas, 100}}), "", Basis::lifecycle));
}

TEST(FuelMix, NothingGeneratedIsNoFigureAndNotZero) {
    EXPECT_EQ(intensity_of({}, "", Basis::lifecycle), std::nullopt);
    EXPECT_EQ(intensity_of(mix_of({{Fuel::battery, -5}, {Fuel::gas, 0}}), "", Basis::lifecycle), std::nullopt);
}

RC_GTEST_PROP(FuelMix, LiesBetweenTheFactorsOfItsFuels, (std::array<std::uint16_t, kFuelCount> parts)) {
    FuelMix mix;
    double least = 1e9;
    double most = 0;
    for (std::size_t i = 0; i < kFuelCount; ++i) {
        mix[i] = parts[i];
        if (parts[i] == 0) continue;
        const double factor = fuel_factor(static_cast<Fuel>(i), "DE", Basis::lifecycle).as_grams_per_kilowatt_hour();
        least = std::min(least, factor);
        most = std::max(most, factor);
    }
    const auto intensity = intensity_of(mix, "DE", Basis::lifecycle);
    RC_ASSERT(intensity.has_value() == (most > 0));
    if (intensity) RC_ASSERT(grams(intensity) >= least - 1e-6 && grams(intensity) <= most + 1e-6);
}

TEST(FuelHistory, AnHourWithoutAMajorFuelIsPassedOver) {
    FuelHistory history;
    for (const auto hour : {0h, 1h, 2h}) {
        history.add(kNine + hour, Fuel::gas, 100);
        history.add(kNine + hour, Fuel::wind, 50);
        if (hour < 2h) history.add(kNine + hour, Fuel::coal, 80);
        if (hour == 0h) history.add(kNine + hour, Fuel::oil, 1);  // not enough to matter
    }
    const auto reading = history.newest("", Basis::lifecycle, Source::eia);
    ASSERT_TRUE(reading.has_value());
    EXPECT_EQ(reading->valid_at, kNine + 1h);
    EXPECT_EQ(name_of(reading->signal), "average_lifecycle_production");
}

TEST(FuelHistory, WithoutAnyCompleteHourItSaysSo) {
    FuelHistory history;
    history.add(kNine, Fuel::coal, 100);
    history.add(kNine + 1h, Fuel::wind, 100);
    EXPECT_EQ(history.newest("", Basis::lifecycle, Source::eia).error().fault, SourceFault::incomplete);
    EXPECT_EQ(FuelHistory().newest("", Basis::lifecycle, Source::eia).error().fault, SourceFault::no_value);
}

TEST(FuelHistory, PlantsThatBurnTheSameAddUp) {
    FuelHistory twice;
    twice.add(kNine, Fuel::coal, 30);
    twice.add(kNine, Fuel::coal, 70);
    twice.add(kNine, Fuel::wind, 100);
    EXPECT_NEAR(twice.newest("", Basis::lifecycle, Source::entsoe)->intensity.as_grams_per_kilowatt_hour(), 415.5,
                1e-9);
}

}  // namespace
}  // namespace greeninfer::grid
