#pragma once
// One request through the dispatch stage, to model servers that follow a list.
#include <gtest/gtest.h>

#include "pipeline/dispatch.hpp"
#include "pipeline/exchange_for_test.hpp"
#include "pipeline/model_server_for_test.hpp"
#include "pipeline/worker_for_test.hpp"

namespace greeninfer::pipeline {

inline constexpr std::string_view kStreamedBody =
    R"({"model":"m","stream":true,"messages":[{"role":"user","content":"hi"}]})";

class DispatchForTest {
public:
    DispatchForTest(std::size_t server_count, std::deque<Act> acts) : servers(server_count, std::move(acts)) {
        settings.retry_backoff = std::chrono::milliseconds(0);
        settings.retry_budget = 1;
    }

    // Makes the endpoints, where there are none yet.
    void begin() {
        if (generation) return;
        auto model = model_for_test("m", models::Tier::small, {}, servers.urls());
        generation = make_generation({.models = {model}, .endpoint_strategy = strategy}, it.names);
    }

    // Sends one more request; settings changed since the last one hold.
    Result<void> send(std::string_view body = kStreamedBody) {
        begin();
        generation->upstream = settings;
        it.client.apply(settings, nullptr);
        one = std::make_unique<ExchangeForTest>(generation, std::string(body));
        one->read();
        if (grid) one->exchange.grid = grid;
        return it.run(Dispatch(it.worker).handle(one->exchange, Next({})));
    }

    const fleet::Endpoints& endpoints() const { return generation->fleet->all(); }
    fleet::EndpointState& state(std::size_t endpoint) const { return *endpoints()[endpoint]->state; }
    std::int64_t in_flight() const {
        std::int64_t sum = 0;
        for (const auto& endpoint : endpoints()) sum += endpoint->state->in_flight;
        return sum;
    }
    std::vector<Act> acts() const {
        std::vector<Act> acts;
        for (const auto& [server, act] : servers.log()) acts.push_back(act);
        return acts;
    }

    net::UpstreamSettings settings;
    fleet::StrategySettings strategy;  // before the first request
    ModelServers servers;
    WorkerForTest it;
    std::shared_ptr<Generation> generation;
    std::shared_ptr<const grid::Snapshot> grid;  // of the requests to come
    std::unique_ptr<ExchangeForTest> one;
};

}  // namespace greeninfer::pipeline
