#pragma once
// A client's limits per minute as header fields, named and written as OpenAI does, so that its clients read them.
#include <string>

#include "budget/budget_store.hpp"
#include "net/field_lines.hpp"

namespace greeninfer::pipeline {

// x-ratelimit-{limit,remaining,reset}-{requests,tokens}, of the limits that there are; for a refusal also when to come
// back.
void add_rate_fields(const budget::RateAnswer& answer, net::FieldLines& out);

// As `12ms`, `8.64s` or `6m0s`; rounded up.
std::string reset_text(std::chrono::microseconds time);

}  // namespace greeninfer::pipeline
