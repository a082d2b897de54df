#pragma once
// Which models can serve a request at all, whatever they cost: what they can do, and how much they can read.
#include <cstdint>
#include <string>

#include "models/catalogue.hpp"
#include "wire/request_view.hpp"

namespace greeninfer::pipeline {

// Tokens of the request's texts by the rule of thumb (charge.hpp), plus the answer that it allows.
std::uint64_t estimated_prompt_tokens(const wire::RequestView& view);

// Whether the model can do what the request uses: vision, tools, logprobs, embeddings.
bool is_able(const models::Model& model, const wire::RequestView& view);
// Whether prompt and answer fit the model's context window; an unknown window holds anything.
bool has_room(const models::Model& model, const wire::RequestView& view);

// What the request needs, for people: "vision, tools".
std::string needs_of(const wire::RequestView& view);

}  // namespace greeninfer::pipeline
