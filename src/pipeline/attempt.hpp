#pragma once
// One try to have one endpoint answer: sends the edited request, judges the head of the answer, relays the rest.
//
// Lives for that try alone, so that nothing of a failed one can leak into the next.
#include <memory>

#include "net/upstream_client.hpp"
#include "pipeline/exchange.hpp"
#include "pipeline/worker.hpp"

namespace greeninfer::pipeline {

class Attempt {
public:
    Attempt(Worker& worker, Exchange& exchange);

    Task<> run();

private:
    Task<std::unique_ptr<net::UpstreamCall>> send();
    Task<> refused(net::UpstreamCall& call);

    Worker& worker_;
    Exchange& exchange_;
    const fleet::Endpoint& endpoint_;
    Delivery delivery_;
};

}  // namespace greeninfer::pipeline
