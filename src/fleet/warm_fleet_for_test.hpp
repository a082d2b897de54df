#pragma once
// Endpoints of one model with places in a prefix index, for everything that places prompts.
#include <memory>
#include <string>
#include <vector>

#include "fleet/endpoint_choice.hpp"
#include "fleet/placed_prompt.hpp"

namespace greeninfer::fleet {

class WarmFleet {
public:
    static constexpr Moment kNow{std::chrono::hours(100)};

    explicit WarmFleet(std::size_t endpoints) {
        for (std::size_t i = 0; i < endpoints; ++i) {
            auto endpoint = std::make_shared<Endpoint>();
            endpoint->name = "m@" + std::to_string(i);
            endpoint->state = std::make_shared<EndpointState>();
            endpoint->state->origin = std::make_shared<const net::Origin>();
            endpoint->state->prefix = IndexedEndpoint::in(index_, 10'000);
            endpoints_.push_back(endpoint);
            writable_.push_back(std::move(endpoint));
        }
    }

    // A prompt of so many tokens that begins like others of the same name, and then has a part of its own.
    std::shared_ptr<PromptPrefix> prompt(std::string_view name, std::size_t shared_tokens, std::size_t own_tokens = 0,
                                         char own = 'x') const {
        auto prefix = std::make_shared<PromptPrefix>();
        prefix->index = index_;
        TextBlocks blocks(root_of_texts(1, "m", name), prefix->blocks);
        blocks.add(std::string(shared_tokens * 4, 's'));
        blocks.add(std::string(own_tokens * 4, own));
        return prefix;
    }
    void warm(std::size_t endpoint, const PromptPrefix& prompt) const {
        index_->confirm(at(endpoint).state->prefix->number(), prompt.blocks, kNow);
    }
    // It was sent so many tokens just now.
    void has_unread(std::size_t endpoint, std::int64_t tokens) const {
        at(endpoint).state->unread_tokens = tokens;
        at(endpoint).state->reading_since = kNow.time_since_epoch().count();
    }
    // Teaches it that it reads so many tokens a second.
    void pace(std::size_t endpoint, double tokens_per_second) {
        for (int i = 0; i < 20; ++i) {
            const double tokens = 500.0 * (1 + i % 4);
            at(endpoint).state->pace.record_first_token(tokens, Seconds(0.01 + tokens / tokens_per_second));
            at(endpoint).state->pace.record_output(100, Seconds(1));
        }
    }

    StrategyView view(PromptPrefix& prompt, Strategy strategy = Strategy::kv_aware) const {
        index_->match(prompt.blocks, kNow, prompt.match);
        return {.strategy = strategy,
                .prompt = prompt.blocks,
                .match = &prompt.match,
                .expected_work = {.prompt_tokens = prompt.blocks.size() * 16, .output_tokens = 50},
                .profile = &profile_};
    }
    Placement choose(PromptPrefix& prompt, std::uint64_t turn = 0, const GreenView* green = nullptr) const {
        return choose_endpoint(endpoints_, {}, turn, kNow, breaker_, green, view(prompt)).value();
    }
    Placement choose(const StrategyView& view, std::uint64_t turn = 0) const {
        return choose_endpoint(endpoints_, {}, turn, kNow, breaker_, nullptr, view).value();
    }

    const Endpoints& endpoints() const { return endpoints_; }
    Endpoint& at(std::size_t endpoint) const { return *writable_[endpoint]; }
    PrefixIndex& index() const { return *index_; }
    const energy::EnergyProfile& profile() const { return profile_; }
    std::size_t index_of(const Placement& placement) const {
        return static_cast<std::size_t>(std::ranges::find(endpoints_, placement.endpoint) - endpoints_.begin());
    }

private:
    std::shared_ptr<PrefixIndex> index_ = std::make_shared<PrefixIndex>(4 * 1024 * 1024, 1);
    Endpoints endpoints_;
    std::vector<std::shared_ptr<Endpoint>> writable_;
    net::BreakerSettings breaker_;
    energy::EnergyProfile profile_ = energy::EnergyProfile::of(
        {.output_mwh_per_token = 0.18, .input_mwh_per_token = 0.01}, Energy::milliwatt_hours(0.18));
};

}  // namespace greeninfer::fleet
