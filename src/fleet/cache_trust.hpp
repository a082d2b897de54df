#pragma once
// How far an endpoint's cache can be taken at the index's word, learnt from what it reports of its answers.
//
// The index guesses from what was sent; the engine says in `cached_tokens` what it really had. The share of the two
// fades over answers and corrects the next guess. An engine that had nothing of a long beginning twice in a row was
// restarted, or has lost it: then all that is thought of it is wrong. One that reports more than it was sent, or
// nothing at all, teaches nothing. Any core; no lock.
#include <algorithm>
#include <atomic>

namespace greeninfer::fleet {

class CacheTrust {
public:
    static constexpr double kNewestWeight = 0.1;
    static constexpr double kWorthLearningTokens = 32;  // of less the first block alone may be the difference
    static constexpr double kLongBeginningTokens = 64;
    static constexpr double kNothingOfIt = 0.1;

    // Of the tokens that the index counted on, uncorrected. True when its cache must be taken for empty.
    bool record(double expected_tokens, double reported_tokens, double prompt_tokens) {
        if (expected_tokens < kWorthLearningTokens || reported_tokens > prompt_tokens) return false;
        const double share = std::min(1.0, reported_tokens / expected_tokens);
        if (share <= kNothingOfIt && expected_tokens >= kLongBeginningTokens) {
            if (misses_.fetch_add(1, std::memory_order_relaxed) == 0) return false;  // It may have been evicted.
            misses_ = 0;
            // One that was restarted soon shows what it has again; one that caches nothing is trusted less and less.
            share_ = share_.load(std::memory_order_relaxed) / 2;
            return true;
        }
        misses_ = 0;
        double before = share_.load(std::memory_order_relaxed);
        while (!share_.compare_exchange_weak(before, before + kNewestWeight * (share - before),
                                             std::memory_order_relaxed)) {
        }
        return false;
    }

    // 0 to 1.
    double share() const { return share_.load(std::memory_order_relaxed); }

private:
    std::atomic<double> share_{1};
    std::atomic<int> misses_{0};  // in a row
};

}  // namespace greeninfer::fleet
