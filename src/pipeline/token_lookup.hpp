#pragma once
// Which tokens a prompt is, asked of a model server that tells what is in its cache (POST /tokenize, as vLLM has it).
//
// A text says little about the blocks of tokens that engines tell of: only their tokenizer and chat template know. One
// short question to any of them makes a guess exact for all, where the alternative is to read thousands of tokens
// again. A tokenizer of our own would have to be each model's, template and version included. A server that does not
// answer usefully in time is left alone for a while, and the prompt is looked for by its text. What the question takes
// is a few milliseconds of the server's processor; no meter tells it apart, so no energy is written down for it.
//
// For dispatch, before its choice, on its core.
#include <boost/asio/awaitable.hpp>

#include "pipeline/exchange.hpp"
#include "pipeline/worker.hpp"

namespace greeninfer::pipeline {

// Whether somebody can be asked, the prompt is long enough, and what comes of it may be used for this client: engines
// do not say whose blocks theirs are, so with several clients only where these share prefixes.
bool wants_tokens(const Exchange& exchange);

// Fills in the prompt's tokens, or leaves them unknown. exchange.prefix is not null.
boost::asio::awaitable<void> look_for_tokens(Worker& worker, Exchange& exchange);

}  // namespace greeninfer::pipeline
