#pragma once
// What a session has used and may still use, as the JSON object that clients see.
#include <optional>
#include <string>

#include "budget/budget_store.hpp"
#include "pipeline/budget_book.hpp"

namespace greeninfer::pipeline {

struct Exchange;

// Totals since the session began, and its budget. The totals of energy and carbon are null when a part is unknown.
std::string session_json(std::string_view id, const budget::AccountStatus& status, const BudgetBook& book);

// The session of this request, with the answer that is being given counted in. Nothing for a request without one.
std::optional<std::string> session_json(const Exchange& exchange);

}  // namespace greeninfer::pipeline
