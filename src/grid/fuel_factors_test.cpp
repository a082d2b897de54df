#include "grid/fuel_factors.hpp"

#include <gtest/gtest.h>

namespace greeninfer::grid {
namespace {

double factor(Fuel fuel, std::string_view zone, Basis basis = Basis::lifecycle) {
    return fuel_factor(fuel, zone, basis).as_grams_per_kilowatt_hour();
}

TEST(FuelFactors, AZonesOwnPlantsComeBeforeThePublishedMedians) {
    EXPECT_EQ(factor(Fuel::coal, ""), 820);  // IPCC 2014
    EXPECT_EQ(factor(Fuel::gas, ""), 490);
    EXPECT_EQ(factor(Fuel::coal, "", Basis::direct), 760);
    EXPECT_EQ(factor(Fuel::coal, "US-TEX-ERCO"), 1122.44);  // eGRID 2023 and IPCC 2014
    EXPECT_EQ(factor(Fuel::coal, "US-TEX-ERCO", Basis::direct), 1062.44);
    EXPECT_EQ(factor(Fuel::nuclear, "US-TEX-ERCO"), 12);  // no own figure
    EXPECT_EQ(factor(Fuel::solar, "US-TEX-ERCO", Basis::direct), 0);
    EXPECT_EQ(factor(Fuel::wind, "XX-NONE"), 11);
}

TEST(FuelFactors, TheFirstRowsHoldForEveryFuel) {
    for (const FuelFactorRow& row : fuel_factor_rows()) {
        for (const double grams : row.grams_per_kwh) {
            if (row.zone.empty()) EXPECT_GE(grams, 0);
            EXPECT_LE(grams, 2000);
        }
    }
}

TEST(FuelFactors, NothingEmitsMoreAtTheStackThanOverItsLife) {
    for (const FuelFactorRow& row : fuel_factor_rows()) {
        for (std::size_t i = 0; i < kFuelCount; ++i) {
            const auto fuel = static_cast<Fuel>(i);
            EXPECT_LE(factor(fuel, row.zone, Basis::direct), factor(fuel, row.zone)) << row.zone << ' ' << i;
        }
    }
}

}  // namespace
}  // namespace greeninfer::grid
