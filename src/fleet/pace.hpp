#pragma once
// How quickly an endpoint reads and writes, learnt from its answers: what turns tokens into seconds.
//
// A mean time to the first token, as latency.hpp keeps it, says nothing of a prompt ten times as long. So the time is
// fitted as a part for every request (the way there, the queue's overhead) and one for every token that had to be read
// before, its own and those sent ahead of it: least squares with fading weights, and a faint prior so that one answer
// does not say too much. All cores write, under a lock that only answers take; reading is two atomics.
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
    double service_seconds = 2;  // from sending to the end of the answer, for queues
};

class Pace {
public:
    // What an answer from ten answers ago still counts is a third.
    static constexpr double kKept = 0.9;

    void record_first_token(double tokens_read, Seconds took);
    // Of an answer whose first token was seen `writing` before its last.
    void record_output(double tokens, Seconds writing);
    // Of an answer that came as a whole.
    void record_whole(double tokens_read, double output_tokens, Seconds took);
    void record_service(Seconds took);

    // Absent until it has begun an answer.
    std::optional<PaceFigures> figures() const;

private:
    struct Sums {
        double weight = 0, x = 0, y = 0, xx = 0, xy = 0;
    };
    void refit();
    static void blend(std::atomic<double>& mean, double newest);

    std::mutex fitting_;
    Sums sums_;
    std::atomic<double> base_seconds_{-1};  // < 0: not measured
    std::atomic<double> seconds_per_prompt_token_{-1};
    std::atomic<double> seconds_per_output_token_{-1};
    std::atomic<double> service_seconds_{-1};
};

}  // namespace greeninfer::fleet
