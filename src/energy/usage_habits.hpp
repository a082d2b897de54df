#pragma once
// What is known only when an answer ends, guessed while it runs from how earlier answers of this server ended.
//
// A window is divided while streams still run: their pieces are not tokens (a server may send several at once), the
// gateway's count of a prompt is a guess, and how much of it lay in the prefix cache is said at the end. Each guess is
// a ratio of faded sums, so that one odd answer moves little. Used by one thread at a time.
#include <chrono>
#include <cstdint>

#include "energy/estimate.hpp"

namespace greeninfer::energy {

class UsageHabits {
public:
    // An answer as its server reported it, with what had been seen of it. Counts that are 0 teach nothing.
    void learn(const TokenWork& reported, std::uint64_t pieces, std::uint64_t expected_prompt_tokens,
               std::chrono::duration<double> presence);

    double tokens_per_piece() const { return pieces_ > 0 ? piece_tokens_ / pieces_ : 1; }
    // Of an expected prompt token: below 1 where prefixes are cached or guesses are high.
    double uncached_share() const { return expected_ > 0 ? uncached_ / expected_ : 1; }
    // Of one request while it is present; 0 while unknown.
    double tokens_per_second() const { return seconds_ > 0 ? timed_tokens_ / seconds_ : 0; }

private:
    double pieces_ = 0, piece_tokens_ = 0;
    double expected_ = 0, uncached_ = 0;
    double seconds_ = 0, timed_tokens_ = 0;
};

}  // namespace greeninfer::energy
