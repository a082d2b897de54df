#include "testing/simulated_engine.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace greeninfer::testing {

void SimulatedEngine::cancel(std::uint64_t id, EngineListener& listener) {
    const auto is_it = [id](const Sequence& sequence) { return sequence.request.id == id; };
    for (const Sequence& sequence : running_)
        if (is_it(sequence)) tell_end(sequence, listener);
    std::erase_if(running_, is_it);
    for (const Sequence& sequence : waiting_)
        if (is_it(sequence)) tell_end(sequence, listener);
    std::erase_if(waiting_, is_it);
}

void SimulatedEngine::run_until(double seconds, EngineListener& listener) {
    while (now_seconds_ < seconds) {
        admit();
        if (running_.empty()) {
            const double joules = rates_.idle_watts * (seconds - now_seconds_);
            counted_joules_ += joules;
            nobodys_joules_ += joules;
            now_seconds_ = seconds;
        } else {
            step(listener);
        }
    }
}

void SimulatedEngine::admit() {
    while (!waiting_.empty() && running_.size() < rates_.sequences_max) {
        Sequence sequence = waiting_.front();
        waiting_.pop_front();
        const SimulatedRequest& request = sequence.request;
        queried_tokens_ += request.prompt_tokens;
        const bool is_cached = std::erase(prefixes_, request.prefix) > 0;
        if (request.prefix_tokens > 0) prefixes_.push_back(request.prefix);
        if (is_cached) {
            sequence.cached_tokens = std::min(request.prefix_tokens, request.prompt_tokens - 1);
            sequence.prompt_read = sequence.cached_tokens;
            hit_tokens_ += sequence.cached_tokens;
        } else if (prefixes_.size() > rates_.cached_prefixes) {
            prefixes_.pop_front();
        }
        running_.push_back(sequence);
    }
}

// Prompts are read in chunks, first come first served, beside the sequences that decode.
void SimulatedEngine::plan_prefill() {
    std::uint64_t room = rates_.prompt_tokens_per_step;
    for (Sequence& sequence : running_) {
        sequence.reads_now = std::min(room, sequence.request.prompt_tokens - sequence.prompt_read);
        room -= sequence.reads_now;
    }
}

void SimulatedEngine::step(EngineListener& listener) {
    plan_prefill();
    const auto batch = static_cast<double>(running_.size());
    const double slowness = std::lognormal_distribution<double>(0, rates_.jitter)(random_);
    const double decode_watts = rates_.decode_watts + rates_.full_batch_watts * batch / (batch + rates_.half_full);
    double seconds = rates_.step_seconds * slowness;
    double shared_joules = seconds * decode_watts;
    double own_joules = 0;
    for (Sequence& sequence : running_) {
        const double reading_seconds =
            static_cast<double>(sequence.reads_now) * rates_.seconds_per_prompt_token * slowness;
        double writing_seconds = rates_.seconds_per_sequence + sequence.context() * rates_.seconds_per_context_token;
        writing_seconds *= sequence.decodes() ? slowness : 0;
        const double joules = reading_seconds * rates_.prefill_watts + writing_seconds * decode_watts;
        sequence.joules += joules;
        own_joules += joules;
        seconds += reading_seconds + writing_seconds;
    }
    shared_joules += seconds * rates_.idle_watts;
    counted_joules_ += own_joules + shared_joules;
    now_seconds_ += seconds;
    for (Sequence& sequence : running_) {
        sequence.joules += shared_joules / batch;
        advance(sequence, listener);
    }
    std::erase_if(running_,
                  [](const Sequence& sequence) { return sequence.written >= sequence.request.output_tokens; });
}

void SimulatedEngine::advance(Sequence& sequence, EngineListener& listener) {
    prompt_tokens_ += sequence.reads_now;
    sequence.prompt_read += sequence.reads_now;
    if (!sequence.decodes()) return;
    ++sequence.written;
    ++generated_tokens_;
    listener.on_token(sequence.request.id, now_seconds_);
    if (sequence.written == sequence.request.output_tokens) tell_end(sequence, listener);
}

void SimulatedEngine::tell_end(const Sequence& sequence, EngineListener& listener) {
    listener.on_end(sequence.request.id, now_seconds_,
                    {.prompt_tokens = sequence.request.prompt_tokens,
                     .cached_tokens = sequence.cached_tokens,
                     .output_tokens = sequence.written},
                    sequence.joules);
}

std::string SimulatedEngine::vllm_metrics(const std::string& model) const {
    const std::string labels = fmt::format("{{engine=\"0\",model_name=\"{}\"}}", model);
    return fmt::format(
        "# TYPE vllm:num_requests_running gauge\n"
        "vllm:num_requests_running{0} {1}.0\n"
        "vllm:num_requests_waiting{0} {2}.0\n"
        "vllm:prompt_tokens_total{0} {3}.0\n"
        "vllm:generation_tokens_total{0} {4}.0\n"
        "vllm:prefix_cache_queries_total{0} {5}.0\n"
        "vllm:prefix_cache_hits_total{0} {6}.0\n",
        labels, running_.size(), waiting_.size(), prompt_tokens_, generated_tokens_, queried_tokens_, hit_tokens_);
}

std::string SimulatedEngine::dcgm_metrics() const {
    return fmt::format(
        "# TYPE DCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION counter\n"
        "DCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION{{gpu=\"0\",UUID=\"GPU-simulated\"}} {}\n",
        std::llround(counted_joules_ * 1000));
}

}  // namespace greeninfer::testing
