#pragma once
// What is kept of a request: one record for each attempt and check and one for the optimiser of its prompt, without a
// word of what was asked or answered.
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

// What the model that made the prompt shorter used, under the name of the optimiser: energy that is somebody's part of
// what its process spent, and no attempt. Nothing where it was not asked.
std::optional<account::UsageRecord> record_of_optimizer(const Exchange& exchange, telemetry::LabelId optimizer,
                                                        const RequestTimes& times);

// How the attempt behind one of the exchange's charges ended, once the request is over.
account::End end_of(const Charge& charge, const Exchange& exchange);

}  // namespace greeninfer::pipeline
