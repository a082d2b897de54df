#pragma once
// The prompt of a request as blocks for the prefix index: what is sent, after it was shortened, under a salt of the
// client's own.
//
// Tools and messages are hashed as the JSON that they are, each message with its role, so that images and parts count
// too and nothing is unescaped. Other members beside them are not in it: where they make a difference, the engine's own
// count of cached tokens corrects the guess (fleet/cache_trust.hpp). Pure.
#include <cstdint>
#include <memory>

#include "fleet/prompt_prefix.hpp"

namespace greeninfer::pipeline {

struct Exchange;

// Null where prompts of the decided model are not placed by their prefix: another strategy, a single endpoint. Without
// blocks where there is less than one of text.
std::shared_ptr<fleet::PromptPrefix> prefix_of(const Exchange& exchange);

// Tokens of the prompt as placing reckons with them: those that an engine told, else as its bytes let expect.
std::uint64_t tokens_to_place(const Exchange& exchange);

}  // namespace greeninfer::pipeline
