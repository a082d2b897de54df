#pragma once
// Writes the shares of closed meter windows into the account, in the names of those who caused them.
//
// The energy of metered endpoints comes from here and not from the requests' own estimates, which are made before their
// last window closes; so the sum over all labels, with what is unallocated, is what the meters counted. On the control
// core. A share is turned to grams with the reading of the moment in which its window closed.
#include "account/bookkeeper.hpp"
#include "base/clock.hpp"
#include "energy/window_ledger.hpp"
#include "grid/snapshot.hpp"

namespace greeninfer::app {

void record_shares(const energy::ClosedWindow& window, const grid::Snapshot& grid, WallTime now,
                   account::Bookkeeper& books);

}  // namespace greeninfer::app
