#pragma once
// A model server whose every joule is known: continuous batching, chunked prefill and a prefix cache, run step by step
// in simulated time, with a GPU energy counter that knows what each request truly cost.
//
// Real meters cannot say how right an attribution is, because nobody knows the truth. Here it follows from a rule:
//   - power while idle belongs in equal parts to the requests in the batch; with none, to nobody;
//   - what a step costs however many share it (reading the weights) belongs in equal parts to those it serves;
//   - what a sequence adds, by itself and by its context, and what a prompt token costs, belongs to who caused it.
// Steps are not alike: their times jitter, and power rises with the batch. The default rates are those of an 8B model
// on one H100: 0.455 J a token at batch 8, 0.119 at 64 (ML.ENERGY leaderboard, Llama 3.1 8B); a test holds them near.
// One thread.
#include <cstdint>
#include <deque>
#include <random>
#include <string>
#include <vector>

#include "energy/estimate.hpp"

namespace greeninfer::testing {

struct EngineRates {
    double idle_watts = 90;
    double decode_watts = 300;      // on top, while a step decodes
    double full_batch_watts = 150;  // more, at a large batch
    double half_full = 32;          // sequences at which half of that is reached
    double jitter = 0.15;           // standard deviation of the logarithm of a step's time
    double prefill_watts = 600;     // on top, while a step reads prompts
    double step_seconds = 0.0065;
    double seconds_per_sequence = 0.00007;
    double seconds_per_context_token = 4e-8;  // 131 KB of keys and values a token, at 3.35 TB/s
    double seconds_per_prompt_token = 33e-6;  // 16 GFLOP a token, at half of 989 TFLOP/s
    std::size_t sequences_max = 256;          // vLLM's max_num_seqs
    std::uint64_t prompt_tokens_per_step = 2048;
    std::size_t cached_prefixes = 64;
};

struct SimulatedRequest {
    std::uint64_t id = 0;
    std::uint64_t prompt_tokens = 0;
    std::uint64_t output_tokens = 0;  // at least 1
    std::uint64_t prefix = 0;         // requests with the same number share their first prefix_tokens
    std::uint64_t prefix_tokens = 0;
};

// What the server tells of a request while it runs; and, of one that has ended, what it truly cost.
class EngineListener {
public:
    virtual ~EngineListener() = default;
    virtual void on_token(std::uint64_t id, double now_seconds) = 0;
    virtual void on_end(std::uint64_t id, double now_seconds, const energy::TokenWork& usage, double true_joules) = 0;
};

class SimulatedEngine {
public:
    explicit SimulatedEngine(const EngineRates& rates = {}, std::uint64_t seed = 1) : rates_(rates), random_(seed) {}

    void send(const SimulatedRequest& request) { waiting_.push_back({.request = request}); }
    // The client has left: its work ends with the step, and its cost so far is told.
    void cancel(std::uint64_t id, EngineListener& listener);
    // Step by step; the last step may end a little later.
    void run_until(double seconds, EngineListener& listener);

    double now_seconds() const { return now_seconds_; }
    double counted_joules() const { return counted_joules_; }  // by the GPU, as a counter
    double nobodys_joules() const { return nobodys_joules_; }
    std::size_t running() const { return running_.size(); }
    // GET /metrics of a vLLM server, and of a DCGM exporter beside it.
    std::string vllm_metrics(const std::string& model) const;
    std::string dcgm_metrics() const;

private:
    struct Sequence {
        SimulatedRequest request;
        std::uint64_t cached_tokens = 0;
        std::uint64_t prompt_read = 0;
        std::uint64_t written = 0;
        std::uint64_t reads_now = 0;  // prompt tokens in this step
        double joules = 0;

        bool decodes() const { return prompt_read >= request.prompt_tokens; }
        double context() const { return static_cast<double>(prompt_read + written); }
    };

    void admit();
    void step(EngineListener& listener);
    void plan_prefill();
    void advance(Sequence& sequence, EngineListener& listener);
    void tell_end(const Sequence& sequence, EngineListener& listener);

    const EngineRates rates_;
    std::mt19937_64 random_;
    double now_seconds_ = 0;
    double counted_joules_ = 0;
    double nobodys_joules_ = 0;
    std::uint64_t prompt_tokens_ = 0, generated_tokens_ = 0, queried_tokens_ = 0, hit_tokens_ = 0;
    std::deque<Sequence> waiting_;
    std::vector<Sequence> running_;
    std::deque<std::uint64_t> prefixes_;  // in the cache, that used longest ago first
};

}  // namespace greeninfer::testing
