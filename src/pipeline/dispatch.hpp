#pragma once
// Sends the request to an endpoint of the decided model, and to another one when that fails in time.
//
// In time means before the first byte of content reached the client: after it a second answer would be glued to the
// first. Retries wait a little, at random, and only a share of requests may retry at all.
#include <vector>

#include "pipeline/attempt.hpp"
#include "pipeline/attempt_budget.hpp"
#include "pipeline/stage.hpp"
#include "pipeline/worker.hpp"

namespace greeninfer::pipeline {

class Dispatch final : public Stage {
public:
    explicit Dispatch(Worker& worker) : worker_(worker) {}
    Task<> handle(Exchange& exchange, Next next) override;

private:
    using Tried = std::vector<const fleet::Endpoint*>;
    using Chosen = fleet::Placement;

    Result<Chosen> choose(const Exchange& exchange, const fleet::Endpoints& endpoints, const Tried& tried);
    Task<Chosen> choose_again(Exchange& exchange, const Error& error, const Tried& tried);
    Task<> attempt(Exchange& exchange, Chosen chosen, Tried& tried);
    std::chrono::nanoseconds back_off(const net::UpstreamSettings& settings, std::size_t retry);
    fleet::StrategyView strategy_view(const Exchange& exchange, const ExpectedTokens& expected);
    std::shared_ptr<fleet::PlacedPrompt> placed(const Exchange& exchange) const;
    void count(const Exchange& exchange, const Result<void>& result);

    Worker& worker_;
};

}  // namespace greeninfer::pipeline
