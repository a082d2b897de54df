#include "app/serving_core.hpp"

namespace greeninfer::app {

ServingCore::ServingCore(Shared& shared, api::Service& service, const Generation& generation, const TlsContexts& tls,
                         std::size_t number, std::uint64_t seed)
    : core_(shared.clock),
      client_(core_, generation->upstream, tls.upstream),
      optimizer_(core_, shared.optimizer),
      worker_(core_, client_, shared.load, shared.names, shared.books.recorder(number), seed),
      gateway_(worker_, service, generation),
      server_(core_, generation->server, shared.server, gateway_, tls.listener) {
    worker_.optimizer = &optimizer_;
}

ServingCore::~ServingCore() {
    core_.stop();
    if (thread_.joinable()) thread_.join();
}

Result<std::string> ServingCore::listen(const std::string& address, const ServingCore* first) {
    return server_.listen(address, first ? &first->server_ : nullptr);
}

void ServingCore::start() {
    thread_ = std::jthread([this] { core_.run(); });
}

void ServingCore::apply(Generation generation, net::TlsContext upstream_tls) {
    core_.post([this, generation = std::move(generation), tls = std::move(upstream_tls)]() mutable {
        client_.apply(generation->upstream, std::move(tls));
        server_.apply(generation->server);
        gateway_.apply(std::move(generation));
    });
}

void ServingCore::drain() {
    core_.post([this] { server_.drain(); });
}

void ServingCore::close_idle() {
    core_.post([this] { server_.close_idle(); });
}

void ServingCore::kill() {
    core_.post([this] { server_.kill(); });
}

}  // namespace greeninfer::app
