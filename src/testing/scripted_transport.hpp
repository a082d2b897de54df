#pragma once
// A transport without a socket: bytes arrive in given cuts, writes are recorded, and any one operation can be made to
// fail. With it a test visits every place where the network may break.
//
// Reads and writes complete through the core's queue, never inside the call, as those of a real socket do.
#include <cstdint>
#include <deque>
#include <limits>
#include <string>

#include "net/core.hpp"
#include "net/transport.hpp"

namespace greeninfer::testing {

// What goes over the wire and what goes wrong with it. Belongs to the test and outlives the transport.
struct Wire {
    std::deque<std::string> arriving;  // what each read gives; a larger piece takes several reads
    bool ends = true;                  // after the last piece the peer closes; else it stays silent
    std::size_t takes_bytes = std::numeric_limits<std::size_t>::max();  // per write
    std::size_t fail_at = 0;                                            // counted from 1; 0: nothing fails

    std::size_t operations = 0;
    std::string written;
    bool closed = false;

    bool next_operation_fails() { return ++operations == fail_at; }
};

class ScriptedTransport final : public net::Transport {
public:
    ScriptedTransport(net::Core& core, Wire& wire) : core_(core), wire_(wire) {}

    boost::asio::awaitable<net::error_code> handshake() override;
    void start_read(std::span<char> space, std::shared_ptr<net::ReadSink> sink) override;
    std::size_t try_write(std::span<const std::string_view> pieces, net::error_code& error) override;
    boost::asio::awaitable<std::size_t> write_some(std::span<const std::string_view> pieces,
                                                   net::error_code& error) override;
    boost::asio::awaitable<void> shutdown() override;
    void close() override;

private:
    std::size_t take(std::span<const std::string_view> pieces, net::error_code& error);
    std::size_t arrive(std::span<char> space, net::error_code& error);
    void finish_read(net::error_code error, std::size_t bytes);

    net::Core& core_;
    Wire& wire_;
    std::shared_ptr<net::ReadSink> reading_;
};

}  // namespace greeninfer::testing
