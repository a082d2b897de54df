#pragma once
// The shares that three rules gave to each request of a trial, and how far they are from the truth.
//
// The two simple rules divide all of a window, idle energy too, by tokens or by time; that is how they are used.
#include <cstdint>
#include <optional>
#include <unordered_map>

#include "energy/estimate.hpp"
#include "testing/ledger_trial.hpp"

namespace greeninfer::testing {

class TrialScore {
public:
    void begin(std::uint64_t id, double now_seconds, bool is_judged);
    void add_tokens(std::uint64_t id, std::uint64_t tokens) { tallies_[id].tokens += static_cast<double>(tokens); }
    void add_share(std::uint64_t id, double joules) { tallies_[id].ledger_joules += joules; }
    void end(std::uint64_t id, double now_seconds, double true_joules, const std::optional<energy::Estimate>& receipt);
    // Applies the simple rules to the window, and judges those that have ended.
    void close_window(double joules, double now_seconds);

    // Means so far.
    TrialResult result(double seconds) const;

private:
    struct Tally {
        bool is_judged = false;
        double present_since_seconds = 0;  // in the open window
        double tokens = 0;                 // in the open window
        std::optional<double> ended_seconds;
        std::optional<energy::Estimate> receipt;
        double true_joules = 0, ledger_joules = 0, token_joules = 0, time_joules = 0;
    };
    struct Error {
        double sum = 0;
        std::size_t count = 0;

        void add(double given, double truth);
        double mean() const { return count > 0 ? sum / static_cast<double>(count) : 0; }
    };

    void judge(const Tally& tally);

    std::unordered_map<std::uint64_t, Tally> tallies_;
    double present_seconds_ = 0;
    Error ledger_, receipt_, token_, time_;
    std::size_t covered_ = 0;
};

}  // namespace greeninfer::testing
