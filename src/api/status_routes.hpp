#pragma once
// The routes that speak about the gateway itself: /, /health, /live, /ready, and the list of models.
#include <string>

#include "api/service.hpp"
#include "pipeline/generation.hpp"

namespace greeninfer::api {

// As GET /health spells it.
std::string_view optimizer_state_of(const Service& service);

// Whether any model has an endpoint that can answer now.
bool some_model_can_answer(const pipeline::Generation& generation);

std::string root_body(const pipeline::Generation& generation, const Service& service);
std::string health_body(const pipeline::Generation& generation, const Service& service);

// Fails with draining or not_ready; the body of success otherwise.
Result<std::string> ready_body(const pipeline::Generation& generation, const Service& service);

// GET /v1/models: the catalogue, then the auto names. `created` is when the process started, in Unix seconds.
std::string models_body(const pipeline::Generation& generation, std::int64_t created);

// GET /v1/models/{id}; the id is percent-encoded as in the URL. Fails with unknown_model.
Result<std::string> model_body(const pipeline::Generation& generation, std::string_view encoded_id,
                               std::int64_t created);

}  // namespace greeninfer::api
