#pragma once
// One attempt in the window ledger: what it has done in windows that are closed, what of their energy it was given, and
// what it has done since.
//
// A window is closed while attempts still run, so its shares rest on guesses (UsageHabits); they stay as booked. When
// the attempt ends, its own estimate is put right by what the server reports, part by part. Plain value; the ledger
// changes it under its lock.
#include <optional>

#include "base/clock.hpp"
#include "energy/booking.hpp"
#include "energy/estimate.hpp"
#include "energy/usage_habits.hpp"
#include "energy/work.hpp"

namespace greeninfer::energy {

// The energy of some work in the parts that it was priced in, in joules.
struct WorkEnergy {
    double prompt_joules = 0;
    double output_joules = 0;
    double time_joules = 0;  // idle
};

// A moment as the ledger sees it: with the integral so far of 1/(attempts present).
struct SharedTime {
    Moment moment;
    double shared_seconds = 0;
};

struct AttemptAccount {
    Booking booking;
    SharedTime begun;
    std::uint64_t expected_prompt_tokens = 0;
    bool discarded = false;  // the server never got it

    // Of closed windows.
    SharedTime counted_until;
    bool prompt_counted = false;
    std::uint64_t pieces_counted = 0;
    Work counted;
    WorkEnergy given;
    bool part_unknown = false;  // a window was lost before anything had been learnt

    // Once it has ended.
    std::optional<TokenWork> reported;
    SharedTime ended;

    // Since counted_until; `pieces` and `now` are ignored where they are known from its end.
    Work uncounted(std::uint64_t pieces, const SharedTime& now, const UsageHabits& habits) const;
    // Counts that work, for which this energy was given.
    void count(const Work& work, const WorkEnergy& energy, std::uint64_t pieces, const SharedTime& now);
    // The energy given so far, as if the guesses it rests on had been this, what it did in all. Before the last window
    // is counted; `last` is the work in it.
    double corrected_joules(const TokenWork& in_all, const Work& last) const;

private:
    Work tokens_since(std::uint64_t pieces, const SharedTime& now, const UsageHabits& habits) const;
};

// What is booked where the server reported nothing, or only a part: what was seen.
// Of an answer that was to come whole nothing was seen but its time.
TokenWork completed(const TokenWork& reported, const AttemptAccount& account, std::uint64_t pieces, Moment now,
                    const UsageHabits& habits);

}  // namespace greeninfer::energy
