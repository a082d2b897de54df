#pragma once
// The seam between the HTTP server and what it serves: one request and the one answer to it.
//
// Keeping Beast and sockets behind this interface keeps every file above it quick to compile and testable without a
// socket. An exchange belongs to its connection, lives on one core and ends when RequestHandler::handle returns.
#include <boost/asio/awaitable.hpp>
#include <span>
#include <string_view>

#include "base/clock.hpp"
#include "base/task.hpp"
#include "net/abort.hpp"
#include "net/field_lines.hpp"
#include "net/message.hpp"

namespace greeninfer::net {

// Bytes readable after body(), for parsers that read in wide steps.
inline constexpr std::size_t kBodyPadding = 64;

class ServerExchange {
public:
    virtual ~ServerExchange() = default;

    virtual const RequestHead& head() const = 0;
    virtual std::string_view body() const = 0;  // whole; kBodyPadding bytes after it are readable
    virtual bool local_peer() const = 0;        // loopback or Unix socket
    virtual Moment received_at() const = 0;     // when the whole request was there
    virtual Abort& abort() = 0;                 // requested as soon as the client has gone

    // Sends a whole answer with its content-length. At most once, and not after start_stream().
    virtual Task<> respond(unsigned status, const FieldLines& fields, std::span<const std::string_view> body) = 0;

    // A stream: the head waits for the first write() and leaves with it in one piece. write() returns when the
    // operating system has taken the bytes, so a slow client slows its upstream. Fails with client_gone.
    virtual void start_stream(unsigned status, const FieldLines& fields) = 0;
    virtual Task<> write(std::string_view bytes) = 0;
    virtual Task<> finish_stream(std::string_view last_bytes = {}) = 0;

    virtual bool answered() const = 0;      // some byte of an answer is on its way
    virtual void close_after_answer() = 0;  // also when a stream must end broken: without its last chunk
};

// What a server serves. One per core; every call runs on that core.
class RequestHandler {
public:
    virtual ~RequestHandler() = default;
    // Answers the exchange. An exchange left unanswered closes the connection.
    virtual boost::asio::awaitable<void> handle(ServerExchange& exchange) = 0;
    // Answers a request that could not be read: malformed, too large, too slow. Its head may be incomplete.
    virtual boost::asio::awaitable<void> refuse(ServerExchange& exchange, const Error& error) = 0;
};

}  // namespace greeninfer::net
