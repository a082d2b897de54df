#include "net/address_book.hpp"

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace greeninfer::net {

namespace asio = boost::asio;

Task<AddressBook::Addresses> AddressBook::lookup(const Origin& origin, std::chrono::nanoseconds limit, Abort& abort) {
    if (!origin.unix_path.empty()) co_return Addresses{asio::local::stream_protocol::endpoint(origin.unix_path)};
    boost::system::error_code not_literal;
    const auto literal = asio::ip::make_address(origin.host, not_literal);
    if (!not_literal) co_return Addresses{asio::ip::tcp::endpoint(literal, origin.port)};

    std::shared_ptr<Entry>& slot = entries_[origin.key];
    if (!slot) slot = std::make_shared<Entry>();
    const std::shared_ptr<Entry> entry = slot;
    const bool old = core_.clock().now() - entry->known_since > refresh_;
    if ((old || entry->addresses.empty()) && !std::exchange(entry->looking, true)) {
        core_.spawn(look_up(core_, origin.host, std::to_string(origin.port), entry));
    }
    if (entry->addresses.empty() && entry->looking) {
        const auto woken = co_await entry->waiting.wait(core_.deadlines(), limit, abort);
        if (woken == WaitList::Woken::aborted) co_return fail(Fault::client_gone, "the client closed the connection");
        if (woken == WaitList::Woken::timed_out) {
            co_return fail(Fault::upstream_timeout,
                           "looking up the host name took too long (upstream.connect_timeout)");
        }
    }
    if (!entry->addresses.empty()) co_return entry->addresses;
    co_return fail(Fault::upstream_unreachable, "the upstream's host name is not known");
}

asio::awaitable<void> AddressBook::look_up(Core& core, std::string host, std::string port,
                                           std::shared_ptr<Entry> entry) {
    asio::ip::tcp::resolver resolver(core.io());
    boost::system::error_code error;
    const auto found = co_await resolver.async_resolve(host, port, asio::redirect_error(asio::use_awaitable, error));
    if (error || found.empty()) {
        core.metrics().name_lookups_failed.add();
    } else {
        entry->addresses.clear();
        for (const auto& result : found) entry->addresses.emplace_back(result.endpoint());
    }
    entry->known_since = core.clock().now();
    entry->looking = false;
    entry->waiting.notify_all();
}

}  // namespace greeninfer::net
