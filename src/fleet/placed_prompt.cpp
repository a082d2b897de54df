#include "fleet/placed_prompt.hpp"

#include <algorithm>
#include <cmath>

namespace greeninfer::fleet {

PlacedPrompt::PlacedPrompt(const Endpoint& endpoint, std::shared_ptr<const PromptPrefix> prefix, double missed_tokens,
                           Moment now, Seconds first_token_expected)
    : state_(endpoint.state), prefix_(std::move(prefix)), missed_tokens_(std::llround(std::max(0.0, missed_tokens))) {
    const PaceFigures pace = state_->pace.figures().value_or(PaceFigures());
    tokens_ahead_ = fleet::tokens_ahead(*state_, pace.seconds_per_prompt_token, now);
    if (state_->unread_tokens.fetch_add(missed_tokens_, std::memory_order_relaxed) == 0) {
        state_->reading_since.store(now.time_since_epoch().count(), std::memory_order_relaxed);
    }
    if (!prefix_) return;
    if (state_->held_prompts) take_slot();
    if (!state_->prefix) return;
    // A prompt that takes longer to read than the index waits by itself is still on its way.
    constexpr double kLate = 2;
    const auto lifetime = std::max<std::chrono::nanoseconds>(
        PrefixIndex::kExpectedFor, std::chrono::duration_cast<std::chrono::nanoseconds>(kLate * first_token_expected));
    prefix_->index->expect(state_->prefix->number(), prefix_->blocks, now, lifetime);
}

void PlacedPrompt::take_slot() {
    taken_ = state_->held_prompts->take(prefix_->blocks);
    displace(taken_->displaced);
}

void PlacedPrompt::displace(std::span<const BlockHash> blocks) const {
    if (state_->prefix) state_->prefix->index().drop(state_->prefix->number(), blocks);
}

PlacedPrompt::~PlacedPrompt() {
    if (taken_) displace(state_->held_prompts->release(taken_->ticket));
    if (!is_open_) return;
    is_open_ = false;
    state_->unread_tokens.fetch_sub(missed_tokens_, std::memory_order_relaxed);
    if (prefix_ && state_->prefix) prefix_->index->withdraw(state_->prefix->number(), prefix_->blocks);
}

void PlacedPrompt::has_read(Moment now) {
    if (!is_open_) return;
    release(now);
    // An engine that tells what it has is taken at its word: its events are here before what was hoped for lapses.
    const bool is_told = prefix_ && !prefix_->token_chains.empty() && state_->tokens.load();
    if (prefix_ && state_->prefix && !is_told) {
        prefix_->index->confirm(state_->prefix->number(), prefix_->blocks, now);
    }
}

// The next one is being read from now on.
void PlacedPrompt::release(Moment now) {
    is_open_ = false;
    state_->unread_tokens.fetch_sub(missed_tokens_, std::memory_order_relaxed);
    state_->reading_since.store(now.time_since_epoch().count(), std::memory_order_relaxed);
}

}  // namespace greeninfer::fleet
