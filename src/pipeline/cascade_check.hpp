#pragma once
// One check of an answer by a larger model, as a request of its own.
//
// It goes through the same stages as any attempt (choice of endpoint, retries, breaker, budget, charge) but has its own
// sink, time limit and abort, so that nothing of it can reach the client. Whoever waits for the answer waits for the
// check too, so it is given up when that client leaves.
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
    Result<void> prepare(Exchange& check);
    Task<> run(Exchange& check, bool& timed_out);

    Worker& worker_;
    Exchange& checked_;
    Next next_;
    const models::Model& checker_;
    net::RequestHead head_;  // of the client's, only what joins its traces
    std::string body_;
    net::Abort abort_;
    HeldAnswer held_;
};

}  // namespace greeninfer::pipeline
