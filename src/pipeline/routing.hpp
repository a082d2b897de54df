#pragma once
// Names the model that answers: the one the client asked for, or for the auto names the smallest that can.
#include "pipeline/stage.hpp"

namespace greeninfer::pipeline {

class Routing final : public Stage {
public:
    Task<> handle(Exchange& exchange, Next next) override;
};

// The mode of an auto name (`auto` itself: the default); nothing for any other model name.
std::optional<Mode> auto_mode(std::string_view model, Mode default_mode);

// Pure: the same request and the same state of the fleet give the same decision. Fails with unknown_model, or with
// invalid_request when no configured model can do what is asked.
Result<Decision> decide(const Generation& generation, const wire::RequestView& view,
                        std::optional<Mode> requested_mode);

}  // namespace greeninfer::pipeline
