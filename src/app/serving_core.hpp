#pragma once
// Everything one core needs to serve: its loop, its upstream connections, its pipeline, its listener, its thread.
#include <memory>
#include <string>
#include <thread>

#include "account/bookkeeper.hpp"
#include "api/gateway.hpp"
#include "budget/memory_store.hpp"
#include "net/server.hpp"
#include "net/upstream_client.hpp"
#include "pipeline/optimizer_board.hpp"
#include "pipeline/optimizer_client.hpp"

namespace greeninfer::app {

// What all cores share; outlives them.
struct Shared {
    Shared(Clock& process_clock, std::size_t memory_ceiling_bytes, std::size_t core_count,
           const account::AccountLimits& account)
        : clock(process_clock),
          server(memory_ceiling_bytes),
          budgets(std::make_shared<budget::MemoryStore>(process_clock)),
          books(process_clock, core_count, account) {}
    Clock& clock;
    net::ServerShared server;
    pipeline::SharedLoad load;
    pipeline::OptimizerBoard optimizer;
    telemetry::LabelNames names;
    std::shared_ptr<budget::BudgetStore> budgets;  // what was spent outlives every configuration
    account::Bookkeeper books;
};

// The TLS contexts of one generation; null where TLS is not used.
struct TlsContexts {
    net::TlsContext listener;
    net::TlsContext upstream;
    net::TlsContext web;  // of what the control loop fetches
};

class ServingCore {
public:
    using Generation = std::shared_ptr<const pipeline::Generation>;

    // `number` counts the cores from 0.
    ServingCore(Shared& shared, api::Service& service, const Generation& generation, const TlsContexts& tls,
                std::size_t number, std::uint64_t seed);
    ~ServingCore();

    // Before start(). Returns the address with its real port.
    Result<std::string> listen(const std::string& address, const ServingCore* first);
    void start();
    // From any thread; takes effect on the core's own.
    void apply(Generation generation, net::TlsContext upstream_tls);
    void drain();
    void close_idle();
    void kill();

    const pipeline::Worker& worker() const { return worker_; }
    const net::NetMetrics& net_metrics() { return core_.metrics(); }

private:
    net::Core core_;
    net::UpstreamClient client_;
    pipeline::OptimizerClient optimizer_;
    pipeline::Worker worker_;
    api::Gateway gateway_;
    net::Server server_;
    std::jthread thread_;
};

}  // namespace greeninfer::app
