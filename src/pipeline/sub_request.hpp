#pragma once
// A request of the gateway's own on behalf of a client's: a check of an answer, or a preview of it.
//
// It goes through the same stages as any attempt (choice of endpoint, retries, breaker, budget, charge) but has its own
// sink, time limit and abort, so that nothing of it can reach the client. Whoever waits for the answer waits for it
// too, so it is given up when that client leaves; what it took is charged to the client's request in any case.
#include <string>

#include "pipeline/held_answer.hpp"
#include "pipeline/stage.hpp"
#include "pipeline/worker.hpp"

namespace greeninfer::pipeline {

class SubRequest {
public:
    SubRequest(Worker& worker, Exchange& outer, Next next) : worker_(worker), outer_(outer), next_(next) {}

    // Once. Fails with client_gone when the client of the outer request left, otherwise as the attempt did.
    Task<> send(std::string body, const models::Model& model, Purpose purpose, std::chrono::nanoseconds limit);

    // What became of it.
    const HeldAnswer& held() const { return held_; }
    bool timed_out() const { return timed_out_; }
    unsigned attempts() const { return attempts_; }
    const std::shared_ptr<const fleet::Endpoint>& endpoint() const { return endpoint_; }

private:
    Result<void> prepare(Exchange& inner, const models::Model& model, Purpose purpose);
    Task<> run(Exchange& inner, std::chrono::nanoseconds limit);
    void charge(const Exchange& inner);

    Worker& worker_;
    Exchange& outer_;
    Next next_;
    net::RequestHead head_;  // of the client's, only what joins its traces
    std::string body_;
    net::Abort abort_;
    HeldAnswer held_;
    bool timed_out_ = false;
    unsigned attempts_ = 0;
    std::shared_ptr<const fleet::Endpoint> endpoint_;
};

}  // namespace greeninfer::pipeline
