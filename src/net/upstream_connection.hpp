#pragma once
// One connection to an upstream. A read is posted also while it lies idle in the pool, so that the upstream's closing
// is noticed there and not by the next request. Owned by the pool or by the call that uses it.
#include <boost/asio/awaitable.hpp>
#include <memory>
#include <optional>
#include <span>

#include "base/task.hpp"
#include "net/address_book.hpp"
#include "net/core.hpp"
#include "net/event.hpp"
#include "net/input_buffer.hpp"
#include "net/socket.hpp"
#include "net/tls_context.hpp"
#include "net/transport.hpp"

namespace greeninfer::net {

class UpstreamConnection final : public ReadSink, public std::enable_shared_from_this<UpstreamConnection> {
public:
    // Connects with connect(), unless it is given a transport that is connected already.
    explicit UpstreamConnection(Core& core, std::unique_ptr<Transport> connected = nullptr);
    ~UpstreamConnection();

    // Tries the addresses in turn; `tls` is null for plain HTTP.
    Task<> connect(const AddressBook::Addresses& addresses, const std::string& host, TlsContext tls);
    // Sends all pieces. An error may still leave an answer to be read: an upstream may refuse without reading on.
    boost::asio::awaitable<bool> write(std::span<const std::string_view> pieces);
    // True when bytes have arrived since it last said so; else waits for some. False at the end, after a failure or a
    // wake().
    boost::asio::awaitable<bool> more_input();
    void wake() { arrived_.set(); }

    // Ends everything that waits on this connection; failure() then tells why.
    void abandon(Error why);
    const std::optional<Error>& failure() const { return failure_; }
    bool at_end() const { return static_cast<bool>(input_error_); }
    bool clean_end() const;  // closed properly, not reset
    bool has_unseen_input() const { return unseen_input_; }

    InputBuffer& input() { return input_; }
    bool got_bytes() const { return got_bytes_; }

    // In the pool: `on_dead` is called when the upstream closes or says something unasked.
    void rest(std::move_only_function<void()> on_dead);
    void reuse();
    bool reused() const { return reused_; }

    void on_read(error_code error, std::size_t bytes) override;

private:
    void post_read();

    Core& core_;
    std::optional<Socket> connecting_;
    std::unique_ptr<Transport> transport_;
    InputBuffer input_;
    Event arrived_;
    error_code input_error_;
    std::optional<Error> failure_;
    std::move_only_function<void()> on_dead_;
    bool reading_ = false;
    bool reused_ = false;
    bool got_bytes_ = false;     // since the last request was sent
    bool unseen_input_ = false;  // since more_input() last said so
};

}  // namespace greeninfer::net
