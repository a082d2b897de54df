#pragma once
// What was done to the prompt, as receipts and analyses say it: one writer for both dialects.
#include <optional>
#include <string>

#include "pipeline/exchange.hpp"
#include "pipeline/token_count.hpp"

namespace greeninfer::pipeline {

// An object; nothing where nobody left the choice open or asked for it. `tokens` as far as they are known.
std::optional<std::string> shortening_json(const Exchange& exchange, const std::optional<PromptTokens>& tokens);

std::string_view method_of(const PromptTokens& tokens);  // counted or estimated

// The newest user text as it is sent.
std::string prompt_as_sent(const Exchange& exchange);

}  // namespace greeninfer::pipeline
