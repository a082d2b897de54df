#pragma once
// What would be decided about a request, and why, without a model being called: the answer of POST /analyze.
//
// The decision is made by the very function of a real run (routing.hpp), so that what people are shown is what happens.
#include <string>

#include "pipeline/stage.hpp"
#include "pipeline/token_count.hpp"
#include "pipeline/worker.hpp"

namespace greeninfer::pipeline {

// The last stage of an analysis: decides, and leaves the JSON in exchange.outcome.text.
class Analysis final : public Stage {
public:
    explicit Analysis(Worker& worker) : worker_(worker) {}
    Task<> handle(Exchange& exchange, Next next) override;

private:
    Worker& worker_;
};

// How exact an answer should be, by the label of the prompt: Low, Moderate, High or Critical.
std::string_view accuracy_required(scorer::Label label);

// The decision of a native request as a JSON object; `tokens` of all its texts.
std::string analysis_json(const Exchange& exchange, const Worker& worker, const PromptTokens& tokens);

}  // namespace greeninfer::pipeline
