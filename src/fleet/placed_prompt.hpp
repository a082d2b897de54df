#pragma once
// What one attempt does to the books of its endpoint for as long as it runs: tokens that wait to be read, and a prompt
// that will be in its cache.
//
// Between two reports of an engine every router that goes by them sends all it has to the same idle replica. So what
// was sent counts at once, and ends with the object, however the attempt ends. Belongs to the attempt; its core.
#include <memory>
#include <optional>
#include <span>

#include "fleet/endpoint.hpp"
#include "fleet/prompt_prefix.hpp"

namespace greeninfer::fleet {

class PlacedPrompt {
public:
    // `prefix` may be null: its prompt is not indexed, and takes no slot that is known here. `missed_tokens` are those
    // that it must read.
    PlacedPrompt(const Endpoint& endpoint, std::shared_ptr<const PromptPrefix> prefix, double missed_tokens, Moment now,
                 Seconds first_token_expected);
    ~PlacedPrompt();
    PlacedPrompt(const PlacedPrompt&) = delete;
    PlacedPrompt& operator=(const PlacedPrompt&) = delete;

    // It has read the prompt, and has it in its cache. What comes second changes nothing.
    void has_read(Moment now);

    // Tokens that it had to read before this one's first: its own and those that were sent ahead.
    double tokens_ahead() const { return tokens_ahead_; }
    // Where the engine should read it; none where that is its own affair.
    std::optional<std::size_t> slot() const { return taken_ ? taken_->slot : std::nullopt; }

    double tokens_to_read() const { return static_cast<double>(missed_tokens_) + tokens_ahead_; }

private:
    void release(Moment now);
    void take_slot();
    void displace(std::span<const BlockHash> blocks) const;

    const std::shared_ptr<EndpointState> state_;
    const std::shared_ptr<const PromptPrefix> prefix_;
    const std::int64_t missed_tokens_;
    double tokens_ahead_ = 0;
    std::optional<HeldPrompts::Taken> taken_;
    bool is_open_ = true;
};

}  // namespace greeninfer::fleet
