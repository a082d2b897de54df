#include "net/upstream_pool.hpp"

#include <algorithm>

namespace greeninfer::net {

UpstreamPool::Lease::~Lease() {
    if (pool_) pool_->give_back(key_, std::move(connection), keep_);
}

UpstreamPool::Resting::Resting(UpstreamPool& pool, Place& place, std::shared_ptr<UpstreamConnection> idle)
    : connection(std::move(idle)),
      timeout(pool.core_.deadlines(), [this, &pool, &place] { pool.forget(place, *this); }) {
    timeout.arm(pool.settings_->pool_idle_timeout);
    connection->rest([this, &pool, &place] { pool.forget(place, *this); });
}

UpstreamPool::UpstreamPool(Core& core, const UpstreamSettings& settings, TlsContext tls)
    : core_(core), addresses_(core) {
    apply(settings, std::move(tls));
}

UpstreamPool::~UpstreamPool() {
    for (auto& [key, place] : places_) {
        while (!place->idle.empty()) forget(*place, *place->idle.back());
    }
}

void UpstreamPool::apply(const UpstreamSettings& settings, TlsContext tls) {
    settings_ = std::make_shared<const UpstreamSettings>(settings);
    tls_ = std::move(tls);
    addresses_.set_refresh(settings.dns_refresh);
}

UpstreamPool::Place& UpstreamPool::place_of(const std::string& key) {
    std::unique_ptr<Place>& slot = places_[key];
    if (!slot) slot = std::make_unique<Place>();
    return *slot;
}

std::optional<UpstreamPool::Lease> UpstreamPool::take_idle(const Origin& origin) {
    auto connection = take_idle(place_of(origin.key));
    if (!connection) return std::nullopt;
    core_.metrics().upstream_reused.add();
    std::optional<Lease> lease(std::in_place, *this, origin.key);
    lease->connection = std::move(connection);
    return lease;
}

Task<UpstreamPool::Lease> UpstreamPool::take(const Origin& origin, Want want, Abort& abort) {
    Place& place = place_of(origin.key);
    CO_TRY(auto connection, co_await idle_or_room(place, want, abort));
    Lease lease(*this, origin.key);
    if (connection) {
        core_.metrics().upstream_reused.add();
        lease.connection = std::move(connection);
        co_return std::move(lease);
    }
    ++place.open;
    lease.connection = std::make_shared<UpstreamConnection>(core_);
    auto connected = co_await connect(*lease.connection, origin, abort);
    (connected ? core_.metrics().upstream_opened : core_.metrics().upstream_connect_failed).add();
    if (!connected) co_return std::unexpected(std::move(connected).error());
    co_return std::move(lease);
}

UpstreamPool::Lease UpstreamPool::take_for_test(const Origin& origin, std::unique_ptr<Transport> connected) {
    ++place_of(origin.key).open;
    Lease lease(*this, origin.key);
    lease.connection = std::make_shared<UpstreamConnection>(core_, std::move(connected));
    return lease;
}

std::shared_ptr<UpstreamConnection> UpstreamPool::take_idle(Place& place) {
    if (place.idle.empty()) return nullptr;
    const std::unique_ptr<Resting> resting = std::move(place.idle.back());
    place.idle.pop_back();
    resting->connection->reuse();
    return std::move(resting->connection);
}

Task<std::shared_ptr<UpstreamConnection>> UpstreamPool::idle_or_room(Place& place, Want want, Abort& abort) {
    const Moment give_up = core_.clock().now() + settings_->connect_timeout;
    for (;;) {
        if (place.open < settings_->max_connections) co_return nullptr;
        if (auto idle = want == Want::any ? take_idle(place) : nullptr) co_return idle;
        if (!place.idle.empty()) {
            forget(place, *place.idle.front());
            continue;
        }
        const auto woken = co_await place.waiting.wait(core_.deadlines(), give_up - core_.clock().now(), abort);
        if (woken == WaitList::Woken::aborted) co_return fail(Fault::client_gone, "the client closed the connection");
        if (woken == WaitList::Woken::notified) continue;
        co_return fail(Fault::upstream_timeout, "no free connection to the upstream (upstream.max_connections)");
    }
}

Task<> UpstreamPool::connect(UpstreamConnection& connection, const Origin& origin, Abort& abort) {
    const auto limit = settings_->connect_timeout;
    CO_TRY(const AddressBook::Addresses found, co_await addresses_.lookup(origin, limit, abort));
    Deadline deadline(core_.deadlines(), [&connection] {
        connection.abandon({Fault::upstream_timeout, "connecting took too long (upstream.connect_timeout)"});
    });
    Abort::Listener listener(
        abort, [&connection] { connection.abandon({Fault::client_gone, "the client closed the connection"}); });
    if (abort.requested()) co_return fail(Fault::client_gone, "the client closed the connection");
    deadline.arm(limit);
    co_return co_await connection.connect(found, origin.host, origin.tls ? tls_ : nullptr);
}

void UpstreamPool::give_back(const std::string& key, std::shared_ptr<UpstreamConnection> connection, bool keep) {
    Place& place = place_of(key);
    if (keep && !connection->failure() && !connection->at_end() && connection->input().empty()) {
        place.idle.push_back(std::make_unique<Resting>(*this, place, std::move(connection)));
    } else {
        --place.open;
        if (connection) connection->abandon({Fault::upstream_unreachable, "closed"});
    }
    place.waiting.notify_one();
}

void UpstreamPool::forget(Place& place, const Resting& resting) {
    const auto is_it = [&resting](const std::unique_ptr<Resting>& one) { return one.get() == &resting; };
    const auto found = std::ranges::find_if(place.idle, is_it);
    if (found == place.idle.end()) return;
    const std::unique_ptr<Resting> gone = std::move(*found);
    place.idle.erase(found);
    --place.open;
    gone->connection->reuse();  // Its closing is no news any more.
    gone->connection->abandon({Fault::upstream_unreachable, "closed"});
    place.waiting.notify_one();
}

}  // namespace greeninfer::net
