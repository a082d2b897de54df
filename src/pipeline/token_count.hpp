#pragma once
// How many tokens a prompt had before it was made shorter, in the words of the model that answered.
//
// What was sent the model server counts itself. What was not sent nobody reads: where the answer comes from the local
// engine its tokenizer is asked, beside the generation and never before it, so that no answer waits; elsewhere the
// answer's own tokens per byte stand for it, and that is said.
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "fleet/endpoint.hpp"
#include "pipeline/worker.hpp"

namespace greeninfer::pipeline {

struct Charge;
struct Exchange;
struct Generation;

// What a tokenizer said so far; shared by the request and the coroutine that asks.
struct TokenCount {
    std::shared_ptr<const fleet::Endpoint> endpoint;  // whose tokenizer it is
    std::optional<std::uint64_t> before;              // of the texts that were changed
    std::optional<std::uint64_t> after;
};

// Texts beyond that are estimated: their list of tokens would be megabytes.
inline constexpr std::size_t kCountedBytes = 256 * 1024;

// The local engine's endpoint where it answers, else null: no other server is known to have a tokenizer to ask.
std::shared_ptr<const fleet::Endpoint> tokenizer_of(const Generation& generation);

// Asks in the background. Null where no tokenizer can be asked or the texts are too long.
std::shared_ptr<const TokenCount> begin_count(Worker& worker, const Generation& generation, std::string before,
                                              std::string after);
// Asks and waits, a quarter of a second at most.
Task<std::uint64_t> count_tokens(Worker& worker, const fleet::Endpoint& endpoint, std::string_view text);

struct PromptTokens {
    std::uint64_t original = 0;
    std::uint64_t sent = 0;
    bool counted = false;  // both by the model's own tokenizer

    std::uint64_t saved() const { return original > sent ? original - sent : 0; }
    std::int64_t reduction_pct() const;  // rounded
};

// Of an attempt of this request; nothing where the tokens of what was sent are unknown.
std::optional<PromptTokens> prompt_tokens_of(const Exchange& exchange, const Charge& charge);
// Of the answer as far as it is known.
std::optional<PromptTokens> prompt_tokens_of(const Exchange& exchange);

}  // namespace greeninfer::pipeline
