#pragma once
// What one attempt cost: tokens, joules, grams and dollars. Every attempt is charged, also one whose answer was thrown
// away, because the electricity was used.
//
// Energy is facility energy (IT energy x PUE) made from token counts, so its evidence is `proxy`. A part that is not
// known is absent. Plain values, owned by the Exchange.
#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>

#include "base/result.hpp"
#include "base/units.hpp"
#include "fleet/endpoint.hpp"
#include "models/catalogue.hpp"

namespace greeninfer::pipeline {

struct Exchange;

enum class Purpose : std::uint8_t { answer, check };

// Where an endpoint reports no tokens they are estimated: UTF-8 text of four bytes a token is the common rule of thumb.
inline constexpr std::uint64_t kBytesPerToken = 4;

inline constexpr std::string_view kEvidenceProxy = "proxy";

struct Charge {
    const models::Model* model = nullptr;
    std::shared_ptr<const fleet::Endpoint> endpoint;
    Purpose purpose = Purpose::answer;
    std::optional<std::uint64_t> prompt_tokens;
    std::optional<std::uint64_t> completion_tokens;
    std::optional<std::uint64_t> cached_tokens;
    bool tokens_reported = false;  // by the endpoint; otherwise estimated here
    std::optional<Energy> energy;
    std::optional<Carbon> carbon;
    std::optional<Money> cost;  // absent also where the model has no price
};

// Energy, carbon and cost of the tokens that the charge names.
void price(Charge& charge, const Exchange& exchange);

// The attempt that runs now, with the tokens known so far.
Charge charge_of_attempt(const Exchange& exchange, Purpose purpose);

// Books the attempt that just ended in exchange.outcome.charges, unless it ended before a model could work on it.
void book_attempt(Exchange& exchange, const Result<void>& result, Purpose purpose = Purpose::answer);

}  // namespace greeninfer::pipeline
