#pragma once
// Names the model that answers first, and those above it: the one the client asked for, or for the auto names what
// score, mode, capabilities, health and budget leave as the best start.
#include "pipeline/mode_choice.hpp"
#include "pipeline/stage.hpp"
#include "pipeline/worker.hpp"

namespace greeninfer::pipeline {

class Routing final : public Stage {
public:
    explicit Routing(Worker& worker) : worker_(worker) {}
    Task<> handle(Exchange& exchange, Next next) override;

private:
    Worker& worker_;
};

// All that a decision depends on, beside the health of endpoints.
struct Situation {
    const Generation& generation;
    const grid::Snapshot& snapshot;
    const wire::RequestView& view;
    std::optional<Mode> requested_mode = {};
    const scorer::Assessment* assessment = nullptr;
    grid::Level grid = grid::Level::unknown;
    bool budget_forces_eco = false;
    bool smallest_only = false;  // what is left of the budget allows no more
};

// The mode of an auto name (`auto` itself: the default); nothing for any other model name.
std::optional<Mode> auto_mode(std::string_view model, Mode default_mode);

// The mode that the request runs in, whichever model answers.
ModeChoice mode_of(const Exchange& exchange);

// Pure: the same situation and the same state of the fleet give the same decision, in a real run and in /analyze. Fails
// with unknown_model, or with invalid_request when no configured model can do what is asked.
Result<Decision> decide(const Situation& situation);

// Scores the request if it leaves the choice to the gateway, and decides. Errors speak of the dialect's own fields.
Result<Decision> decide(const Exchange& exchange, Worker& worker);

}  // namespace greeninfer::pipeline
