#pragma once
// What is kept of a request: one record for each attempt and check, without a word of what was asked or answered.
//
// Pure functions of the exchange once it is over.
#include "account/usage_record.hpp"
#include "base/clock.hpp"
#include "pipeline/charge.hpp"

namespace greeninfer::pipeline {

// When the request was over, and how long it took.
struct RequestTimes {
    WallTime ended_at;
    std::chrono::nanoseconds duration;
};

account::UsageRecord record_of(const Charge& charge, const Exchange& exchange, const RequestTimes& times);

// How the attempt behind one of the exchange's charges ended, once the request is over.
account::End end_of(const Charge& charge, const Exchange& exchange);

}  // namespace greeninfer::pipeline
