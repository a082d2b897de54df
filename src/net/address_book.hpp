#pragma once
// The network addresses of upstream hosts, looked up off the hot path.
//
// getaddrinfo blocks; Asio runs it on a thread of its own. Known addresses are used at once and refreshed in the
// background when they are older than upstream.dns_refresh; when a refresh fails the old ones stay. One per core.
#include <boost/asio/generic/stream_protocol.hpp>
#include <chrono>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/task.hpp"
#include "net/abort.hpp"
#include "net/core.hpp"
#include "net/origin.hpp"
#include "net/wait_list.hpp"

namespace greeninfer::net {

class AddressBook {
public:
    using Addresses = std::vector<boost::asio::generic::stream_protocol::endpoint>;

    explicit AddressBook(Core& core) : core_(core) {}
    void set_refresh(std::chrono::nanoseconds refresh) { refresh_ = refresh; }

    // At least one address. Waits at most `limit` for the first lookup of a host.
    Task<Addresses> lookup(const Origin& origin, std::chrono::nanoseconds limit, Abort& abort);

private:
    struct Entry {
        Addresses addresses;
        Moment known_since{};
        bool looking = false;
        WaitList waiting;
    };
    static boost::asio::awaitable<void> look_up(Core& core, std::string host, std::string port,
                                                std::shared_ptr<Entry> entry);

    Core& core_;
    std::chrono::nanoseconds refresh_ = std::chrono::seconds(30);
    std::unordered_map<std::string, std::shared_ptr<Entry>> entries_;
};

}  // namespace greeninfer::net
