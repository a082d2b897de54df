#pragma once
// How right the window ledger is: a gateway's view of a simulated engine, whose truth is known.
//
// Requests arrive by chance (Poisson), with long-tailed prompts and answers, some sharing a prefix, some answered
// whole, some cancelled, and the gateway's count of a prompt is a guess. Every window's counter goes to the ledger and,
// beside it, to the two simple rules that people use: by tokens and by time. Used by tests, and to print the table.
#include <cstddef>
#include <cstdint>
#include <optional>

#include "base/units.hpp"

namespace greeninfer::testing {

struct TrialSettings {
    double occupancy = 8;  // requests present, on average
    double seconds = 1800;
    double warm_up_seconds = 300;  // requests that begin before are not judged
    double window_seconds = 10;
    std::uint64_t seed = 1;
    std::optional<Power> idle = {};  // as configured; absent: the ledger must learn it
};

// Errors are means over requests of |given - true| / true.
struct TrialResult {
    double occupancy = 0;  // as it turned out
    std::size_t requests = 0;
    double ledger_error = 0;   // of the shares that were booked
    double receipt_error = 0;  // of what was told when the request ended
    double token_error = 0;    // all of a window by prompt and answer tokens
    double time_error = 0;     // all of a window by time present
    double coverage = 0;       // of the 90 % intervals that came with the receipts
    bool conserved = false;    // shares and unallocated were the meter, to the microjoule, in every window
};

TrialResult run_ledger_trial(const TrialSettings& settings);

}  // namespace greeninfer::testing
