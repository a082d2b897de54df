#pragma once
// Asks every endpoint now and then whether it is there, so that a dead one is left out before a request finds out.
//
// Any HTTP answer below 500 counts as alive: a server that refuses the question still serves. Runs on one core.
#include <memory>

#include "fleet/endpoint_choice.hpp"
#include "net/core.hpp"
#include "net/upstream_client.hpp"

namespace greeninfer::fleet {

class HealthChecker {
public:
    HealthChecker(net::Core& core, net::UpstreamClient& client) : core_(core), client_(client) {}
    ~HealthChecker() { stop(); }

    // Checks these endpoints from now on, instead of the ones before. Endpoints without a health_target are left out.
    void watch(const Endpoints& endpoints, const net::HealthSettings& settings);
    void stop();

private:
    struct Round {
        net::HealthSettings settings;
        bool over = false;
        std::vector<net::Abort*> running = {};  // of the checks in progress
    };
    static boost::asio::awaitable<void> check_for_ever(net::Core& core, net::UpstreamClient& client,
                                                       std::shared_ptr<const Endpoint> endpoint,
                                                       std::shared_ptr<Round> round);

    net::Core& core_;
    net::UpstreamClient& client_;
    std::shared_ptr<Round> round_;
};

}  // namespace greeninfer::fleet
