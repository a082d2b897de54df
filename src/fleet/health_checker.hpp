#pragma once
// Asks every endpoint now and then whether it is there, so that a dead one is left out before a request finds out.
//
// Any HTTP answer below 500 counts as alive: a server that refuses the question still serves. Runs on one core.
#include <memory>

#include "fleet/endpoint_choice.hpp"
#include "net/core.hpp"
#include "net/event.hpp"
#include "net/upstream_client.hpp"

namespace greeninfer::fleet {

class HealthChecker {
public:
    HealthChecker(net::Core& core, net::UpstreamClient& client) : core_(core), client_(client) {}
    ~HealthChecker() { stop(); }

    // Checks these endpoints from now on, instead of the ones before. Endpoints without a health_target are left out.
    void watch(const Endpoints& endpoints, const net::HealthSettings& settings);
    void stop();
    // After stop(): waits until no check is on its way any more. Only then may the client and the core go.
    boost::asio::awaitable<void> finished();

private:
    struct Round {
        net::HealthSettings settings;
        bool over = false;
        std::vector<net::Abort*> running = {};  // of the checks in progress
    };
    // Of this round and the ones before.
    struct InProgress {
        std::size_t checks = 0;
        net::Event none;
    };
    static boost::asio::awaitable<void> check_for_ever(net::Core& core, net::UpstreamClient& client,
                                                       std::shared_ptr<const Endpoint> endpoint,
                                                       std::shared_ptr<Round> round,
                                                       std::shared_ptr<InProgress> in_progress);

    net::Core& core_;
    net::UpstreamClient& client_;
    std::shared_ptr<Round> round_;
    std::shared_ptr<InProgress> in_progress_ = std::make_shared<InProgress>();
};

}  // namespace greeninfer::fleet
