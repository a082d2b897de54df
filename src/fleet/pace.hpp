#pragma once
// How quickly an endpoint reads and writes, learnt from its answers: what turns tokens into seconds.
//
// A mean time to the first token, as latency.hpp keeps it, says nothing of a prompt ten times as long. So the time is
// taken apart into one for every token that had to be read before, its own and those sent ahead of it, and one for
// every request (the way there, the batch that it joins). What a token takes is the machine's and changes slowly: it is
// fitted over many answers (least squares with fading weights and a faint prior), as ten warm prompts in a row, all
// about as short, say nothing of it. What a request takes is the moment's: what was left of the last answers. All cores
// write, under a lock that only answers take; reading is two atomics.
#include <atomic>
#include <chrono>
#include <mutex>
#include <optional>

namespace greeninfer::fleet {

using Seconds = std::chrono::duration<double>;

struct PaceFigures {
    double base_seconds = 0.05;              // of every request
    double seconds_per_prompt_token = 2e-4;  // 5,000 tokens a second
    double seconds_per_output_token = 0.02;
    double service_seconds = 2;     // from sending to the end of the answer, for queues
    bool is_reading_known = false;  // the first two are its own
    double answers = 0;             // that these were learnt from; the older one is, the less it counts
};

class Pace {
public:
    // Fewer tells nothing of what a token takes; the paces of others say more.
    static constexpr double kTellingTokens = 64;
    // What an answer from ten answers ago still counts is a third; of what a token takes, from fifty.
    static constexpr double kKept = 0.9;
    static constexpr double kKeptOfTokens = 0.98;

    void record_first_token(double tokens_read, Seconds took);
    // Of an answer whose first token was seen `writing` before its last.
    void record_output(double tokens, Seconds writing);
    // Of an answer that came as a whole.
    void record_whole(double tokens_read, double output_tokens, Seconds took);
    void record_service(Seconds took);

    // Absent until it has read enough to tell, or written.
    std::optional<PaceFigures> figures() const;

private:
    struct Sums {
        double weight = 0, x = 0, y = 0, xx = 0, xy = 0;
    };
    double slope() const;
    static void blend(std::atomic<double>& mean, double newest);

    std::mutex fitting_;
    Sums sums_;                             // for what a token takes
    Sums lately_;                           // for what is left
    std::atomic<double> base_seconds_{-1};  // < 0: not measured
    std::atomic<double> seconds_per_prompt_token_{-1};
    std::atomic<double> seconds_per_output_token_{-1};
    std::atomic<double> service_seconds_{-1};
    std::atomic<double> answers_{0};
};

}  // namespace greeninfer::fleet
