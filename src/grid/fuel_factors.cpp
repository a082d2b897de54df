#include "grid/fuel_factors.hpp"

namespace greeninfer::grid {

namespace {

const FuelFactorRow* find_row(std::string_view zone, Basis basis) {
    for (const FuelFactorRow& row : fuel_factor_rows()) {
        if (row.zone == zone && row.basis == basis) return &row;
    }
    return nullptr;
}

}  // namespace

CarbonIntensity fuel_factor(Fuel fuel, std::string_view zone, Basis basis) {
    const auto index = static_cast<std::size_t>(fuel);
    const FuelFactorRow* const own = find_row(zone, basis);
    const bool has_own = own != nullptr && own->grams_per_kwh[index] >= 0;
    const FuelFactorRow& row = has_own ? *own : *find_row({}, basis);
    return CarbonIntensity::grams_per_kilowatt_hour(row.grams_per_kwh[index]);
}

}  // namespace greeninfer::grid
