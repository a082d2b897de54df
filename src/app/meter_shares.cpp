#include "app/meter_shares.hpp"

#include <vector>

#include "account/figures.hpp"
#include "energy/footprint.hpp"

namespace greeninfer::app {

namespace {

account::UsageRecord record_of(const energy::Share& share, double log_deviation, const grid::Snapshot& grid,
                               WallTime now) {
    const energy::Booking& booking = share.booking;
    account::UsageRecord record{.ended_at_s = account::unix_seconds(now),
                                .model = booking.model,
                                .region = booking.region,
                                .department = booking.department,
                                .end = account::End::share};
    const energy::Estimate estimate{
        .it_energy = share.energy(), .log_deviation = log_deviation, .evidence = energy::Evidence::attributed};
    // A reload may have taken the zone away since the request began.
    if (booking.zone_index >= grid.zones().size()) {
        account::put_footprint(record, footprint_of(estimate, booking.pue), booking.pue, grid::Source::world_average);
    } else {
        const grid::Reading& reading = grid.at(booking.zone_index).now;
        account::put_footprint(record, footprint_of(estimate, booking.pue, reading), booking.pue, reading.source);
    }
    return record;
}

}  // namespace

void record_shares(const energy::ClosedWindow& window, const grid::Snapshot& grid, WallTime now,
                   account::Bookkeeper& books) {
    std::vector<account::UsageRecord> records;
    for (const energy::Share& share : window.shares) {
        if (share.microjoules > 0) records.push_back(record_of(share, window.log_deviation, grid, now));
    }
    books.book(records);
}

}  // namespace greeninfer::app
