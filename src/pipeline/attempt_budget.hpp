#pragma once
// The budget of one attempt or check: reserved before it is sent, charged with what it booked, given back if it booked
// nothing.
//
//     CO_TRY(AttemptBudget budget, AttemptBudget::reserve(exchange, model, expected_tokens(exchange, model)));
//     ... the attempt runs and books its charge ...
//     budget.settle();
//
// Lives for that attempt alone, inside the Exchange's coroutine.
#include "budget/reservation.hpp"
#include "pipeline/exchange.hpp"

namespace greeninfer::pipeline {

// Tokens of an answer whose request sets no limit: about twice what chats take on average (LMSYS-Chat-1M: 215), so that
// few answers go beyond their reservation.
inline constexpr std::uint64_t kReservedAnswerTokens = 512;

struct ExpectedTokens {
    std::uint64_t prompt = 0;
    std::uint64_t completion = 0;
};

// Of the request as it is, answered by this model: what it may write at most where it says so, else
// kReservedAnswerTokens.
ExpectedTokens expected_tokens(const Exchange& exchange, const models::Model& model);
// As above, by whatever model.
ExpectedTokens expected_tokens(const Exchange& exchange);

// What so many tokens of this model come to.
budget::Cost expected_cost(const Exchange& exchange, const models::Model& model, const ExpectedTokens& tokens);

class AttemptBudget {
public:
    // Fails with carbon_budget_exceeded or money_budget_exceeded; nothing is reserved then.
    static Result<AttemptBudget> reserve(Exchange& exchange, const models::Model& model, const ExpectedTokens& tokens);

    // Charges what outcome.charges gained since the reservation. Where a part of that is unknown, the estimate stands
    // for it: unknown is not free.
    void settle();

private:
    AttemptBudget(const Exchange& exchange, budget::Reservation reservation)
        : exchange_(&exchange), reservation_(std::move(reservation)), booked_before_(exchange.outcome.charges.size()) {}

    const Exchange* exchange_;
    budget::Reservation reservation_;
    std::size_t booked_before_;
};

// What a booked charge adds to the ledger; `estimate` stands for what is unknown of it.
budget::Totals totals_of(const Charge& charge, const budget::Cost& estimate);

}  // namespace greeninfer::pipeline
