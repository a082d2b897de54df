#pragma once
// What a zone's plants generated, fuel by fuel and hour by hour, and the intensity that follows from it.
//
// Operators publish fuels at different times: an hour in which coal is still missing would look clean. So only an hour
// is used in which every fuel is there that matters in the hours around it. Plain values; one answer's worth.
#include <array>
#include <map>
#include <optional>

#include "grid/fuel_factors.hpp"
#include "grid/reading.hpp"
#include "grid/source_error.hpp"

namespace greeninfer::grid {

using FuelMix = std::array<std::optional<double>, kFuelCount>;  // megawatts by Fuel; absent: not reported

// I = sum(max(0, g) F) / sum(max(0, g)), F as fuel_factor() says: charging storage is left out of both sums. Nothing
// when nothing was generated.
std::optional<CarbonIntensity> intensity_of(const FuelMix& mix, std::string_view zone, Basis basis);

class FuelHistory {
public:
    // Adds to what the fuel gave in the interval that begins at `start`; several kinds of plant may burn one fuel.
    void add(WallTime start, Fuel fuel, double megawatts);

    // The newest interval with every major fuel, as a reading (average, production). Fails with no_value when there is
    // none at all and with incomplete when none has all major fuels: those with at least kMajorShare of all generation
    // in this history.
    Sourced<Reading> newest(std::string_view zone, Basis basis, Source source) const;

    static constexpr double kMajorShare = 0.01;

private:
    std::array<bool, kFuelCount> major_fuels() const;

    std::map<WallTime, FuelMix> intervals_;
};

}  // namespace greeninfer::grid
