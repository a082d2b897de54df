#pragma once
// Lets a request in: who asks, whose account it goes on, and whether there is room for one more.
//
// Without configured clients only local callers are served, so that a gateway started without thought is not open to
// a network.
#include "pipeline/stage.hpp"
#include "pipeline/worker.hpp"

namespace greeninfer::pipeline {

class Admission final : public Stage {
public:
    explicit Admission(Worker& worker) : worker_(worker) {}
    Task<> handle(Exchange& exchange, Next next) override;

private:
    void charge_to_department(Exchange& exchange);

    Worker& worker_;
};

// The client that the request's key names; null when no clients are configured and the caller is local. The key is
// `authorization: Bearer …` or `x-api-key`. Fails with unauthenticated or forbidden.
Result<const Client*> authenticate(const Generation& generation, const net::RequestHead& head, bool local_peer);

}  // namespace greeninfer::pipeline
