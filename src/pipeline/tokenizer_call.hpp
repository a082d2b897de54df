#pragma once
// POST /tokenize of a model server, which llama-server and vLLM have beside their API and not below /v1.
//
// On the core of the worker.
#include <span>
#include <string>
#include <string_view>

#include "fleet/endpoint.hpp"
#include "pipeline/worker.hpp"

namespace greeninfer::pipeline {

// The whole answer, at most 8 MiB. Fails with not_ready where the endpoint has no address, with upstream_failed when it
// has no tokenizer, and as UpstreamClient::send() does.
Task<std::string> call_tokenizer(Worker& worker, const fleet::Endpoint& endpoint, net::FieldLines fields,
                                 std::span<const std::string_view> body, net::Abort& abort);

}  // namespace greeninfer::pipeline
