#pragma once
// Takes each HTTP request of one core to its route, and whatever went wrong back to the client.
//
// Handlers are thin: HTTP in, an Exchange through the pipeline, HTTP out.
#include <memory>
#include <string>

#include "api/answer.hpp"
#include "api/routes.hpp"
#include "api/service.hpp"
#include "net/server_exchange.hpp"
#include "pipeline/pipeline.hpp"

namespace greeninfer::api {

class Gateway final : public net::RequestHandler {
public:
    Gateway(pipeline::Worker& worker, Service& service, std::shared_ptr<const pipeline::Generation> generation);

    // Requests that come from now on are handled by this configuration. On the core's thread.
    void apply(std::shared_ptr<const pipeline::Generation> generation);

    boost::asio::awaitable<void> handle(net::ServerExchange& out) override;
    boost::asio::awaitable<void> refuse(net::ServerExchange& out, const Error& error) override;

private:
    using Generation = std::shared_ptr<const pipeline::Generation>;

    Task<> route(net::ServerExchange& out, const Generation& generation, const Envelope& envelope, const Match& match);
    Task<> answer_locally(net::ServerExchange& out, const pipeline::Generation& generation, const Envelope& envelope,
                          const Match& match);
    Task<> answer_root(net::ServerExchange& out, const pipeline::Generation& generation, const Envelope& envelope);
    Task<> answer_report(net::ServerExchange& out, const pipeline::Generation& generation, const Envelope& envelope);
    Task<> infer(net::ServerExchange& out, const Generation& generation, const Envelope& envelope,
                 const RouteEntry& entry);
    void record(telemetry::LabelId route, int status);

    pipeline::Worker& worker_;
    Service& service_;
    pipeline::Pipeline pipeline_;
    pipeline::Pipeline analysis_;
    std::shared_ptr<const pipeline::Generation> generation_;
    std::vector<telemetry::LabelId> route_labels_;  // indexed by Route
    std::int64_t started_at_;                       // Unix seconds
};

}  // namespace greeninfer::api
