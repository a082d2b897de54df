#pragma once
// One check of an answer by a larger model, as a request of its own.
//
// Whoever waits for the answer waits for the check too, so it has a time limit and ends when that client leaves
// (sub_request.hpp).
#include <string>

#include "pipeline/cascade_metrics.hpp"
#include "pipeline/held_answer.hpp"
#include "pipeline/stage.hpp"
#include "pipeline/worker.hpp"
#include "wire/check_reply.hpp"

namespace greeninfer::pipeline {

struct CheckEvidence {
    CheckResult result = CheckResult::failed;
    wire::CheckReply reply;
};

class CascadeCheck {
public:
    CascadeCheck(Worker& worker, Exchange& checked, Next next, const models::Model& checker)
        : worker_(worker), checked_(checked), next_(next), checker_(checker) {}

    // Asks about an answer to the request of the exchange, which is charged for it. Fails only with client_gone, and
    // with upstream_rejected when the server refused the request itself.
    Task<CheckEvidence> ask(std::string_view answer, bool with_log_probabilities);

private:
    Worker& worker_;
    Exchange& checked_;
    Next next_;
    const models::Model& checker_;
};

}  // namespace greeninfer::pipeline
