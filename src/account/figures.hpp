#pragma once
// Quantities as the whole units of a usage record, rounded once and cut to what fits.
//
// Pure functions; every record is filled through these, whether it comes from a request or from a meter.
#include "account/usage_record.hpp"
#include "base/clock.hpp"
#include "base/units.hpp"
#include "energy/footprint.hpp"

namespace greeninfer::account {

std::uint64_t nanograms(Carbon carbon);     // negative: 0
std::uint64_t nanodollars(Money money);     // negative: 0
std::uint32_t unix_seconds(WallTime time);  // before 1970: 0

// Energy, carbon where it is known, their evidence and deviations. Carbon and its source are of the same reading.
void put_footprint(UsageRecord& record, const energy::Footprint& footprint, double pue, grid::Source source);

}  // namespace greeninfer::account
