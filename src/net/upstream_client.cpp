#include "net/upstream_client.hpp"

#include "net/upstream_exchange.hpp"
#include "net/upstream_pool.hpp"

namespace greeninfer::net {

UpstreamClient::UpstreamClient(Core& core, const UpstreamSettings& settings, TlsContext tls)
    : pool_(std::make_unique<UpstreamPool>(core, settings, std::move(tls))) {}

UpstreamClient::~UpstreamClient() = default;

void UpstreamClient::apply(const UpstreamSettings& settings, TlsContext tls) {
    pool_->apply(settings, std::move(tls));
}

Task<std::unique_ptr<UpstreamCall>> UpstreamClient::send(const Origin& origin, const UpstreamRequest& request,
                                                         Abort& abort) {
    for (auto want = UpstreamPool::Want::any;; want = UpstreamPool::Want::fresh) {
        auto lease = want == UpstreamPool::Want::any ? pool_->take_idle(origin) : std::nullopt;
        if (!lease) {
            CO_TRY(UpstreamPool::Lease taken, co_await pool_->take(origin, want, abort));
            lease.emplace(std::move(taken));
        }
        auto exchange = std::make_unique<UpstreamExchange>(*pool_, *std::move(lease), abort);
        auto answered = co_await exchange->start(origin, request);
        if (answered) co_return std::move(exchange);
        if (!exchange->was_stale()) co_return std::unexpected(std::move(answered).error());
        pool_->core().metrics().upstream_stale.add();
    }
}

}  // namespace greeninfer::net
