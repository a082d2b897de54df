#pragma once
// The upstream connections of one core: which are idle, how many are open, and who waits for one.
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "net/address_book.hpp"
#include "net/upstream_connection.hpp"
#include "net/upstream_settings.hpp"
#include "net/wait_list.hpp"

namespace greeninfer::net {

class UpstreamPool {
public:
    // A connection in use. Gives its place in the pool back when it ends, and the connection too after keep().
    class Lease {
    public:
        Lease(UpstreamPool& pool, std::string key) : pool_(&pool), key_(std::move(key)) {}
        Lease(Lease&& other) noexcept
            : pool_(std::exchange(other.pool_, nullptr)), key_(std::move(other.key_)), connection(other.connection) {}
        Lease& operator=(Lease&&) = delete;
        ~Lease();
        void keep() { keep_ = true; }

    private:
        UpstreamPool* pool_;
        std::string key_;
        bool keep_ = false;

    public:
        std::shared_ptr<UpstreamConnection> connection;
    };

    enum class Want { any, fresh };

    UpstreamPool(Core& core, const UpstreamSettings& settings, TlsContext tls);
    ~UpstreamPool();
    void apply(const UpstreamSettings& settings, TlsContext tls);

    // An idle connection, if there is one now.
    std::optional<Lease> take_idle(const Origin& origin);
    // An idle connection, or a new one once fewer than max_connections are open; bounded by connect_timeout.
    Task<Lease> take(const Origin& origin, Want want, Abort& abort);

    // A lease of a connection that did not need connecting.
    Lease take_for_test(const Origin& origin, std::unique_ptr<Transport> connected);

    Core& core() { return core_; }
    const std::shared_ptr<const UpstreamSettings>& settings() const { return settings_; }

private:
    struct Place;
    struct Resting {
        Resting(UpstreamPool& pool, Place& place, std::shared_ptr<UpstreamConnection> idle);
        std::shared_ptr<UpstreamConnection> connection;
        Deadline timeout;
    };
    struct Place {
        std::vector<std::unique_ptr<Resting>> idle;  // the last one was used last
        std::size_t open = 0;
        WaitList waiting;
    };

    Place& place_of(const std::string& key);
    std::shared_ptr<UpstreamConnection> take_idle(Place& place);
    // An idle connection (never for Want::fresh), or null once there is room for a new one.
    Task<std::shared_ptr<UpstreamConnection>> idle_or_room(Place& place, Want want, Abort& abort);
    Task<> connect(UpstreamConnection& connection, const Origin& origin, Abort& abort);
    void give_back(const std::string& key, std::shared_ptr<UpstreamConnection> connection, bool keep);
    void forget(Place& place, const Resting& resting);

    Core& core_;
    std::shared_ptr<const UpstreamSettings> settings_;
    TlsContext tls_;
    AddressBook addresses_;
    std::unordered_map<std::string, std::unique_ptr<Place>> places_;
};

}  // namespace greeninfer::net
