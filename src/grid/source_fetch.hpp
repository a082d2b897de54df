#pragma once
// Asks a provider one question and gives its answer's text, or why there is none.
//
// Providers word their errors in many ways and some repeat the key in them, so only the status is kept.
#include <string>

#include "base/web_fetch.hpp"
#include "grid/source_error.hpp"

namespace greeninfer::grid {

// Nothing for a status of 200; the fault that any other one stands for, with the provider's Retry-After.
Sourced<void> check_status(const WebAnswer& answer);

// What it means that no answer came.
SourceError no_answer(const Error& error);

SourcedTask<std::string> fetch_text(WebFetch& web, WebRequest request);

}  // namespace greeninfer::grid
