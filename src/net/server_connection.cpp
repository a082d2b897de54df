#include "net/server_connection.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "net/request_framing.hpp"

namespace greeninfer::net {

namespace {

namespace http = boost::beast::http;

constexpr std::size_t kInputBytes = 8 * 1024;
constexpr std::size_t kInputBytesForBodies = 64 * 1024;
constexpr std::size_t kKeptBodyBytes = 64 * 1024;  // capacity kept between requests
constexpr std::chrono::seconds kLingerTime{1};
constexpr std::size_t kLingerBytes = 1024 * 1024;

Error unreadable(const error_code& error, const ServerSettings& settings) {
    if (error == http::error::header_limit) {
        return {Fault::header_too_large,
                fmt::format("the request head is larger than {} bytes (server.max_header)", settings.max_header)};
    }
    if (error == http::error::body_limit) {
        return {Fault::body_too_large,
                fmt::format("the request body is larger than {} bytes (server.max_body)", settings.max_body)};
    }
    return {Fault::invalid_request, "malformed HTTP request: " + error.message()};
}

}  // namespace

ServerConnection::ServerConnection(std::shared_ptr<ServerConnections> siblings, std::unique_ptr<Transport> transport,
                                   bool local)
    : siblings_(std::move(siblings)),
      settings_(siblings_->settings),
      transport_(std::move(transport)),
      local_(local),
      input_(kInputBytes),
      read_deadline_(siblings_->core.deadlines(),
                     [this] {
                         timed_out_ = true;
                         arrived_.set();
                     }),
      write_deadline_(siblings_->core.deadlines(), [this] { transport_->close(); }),
      body_lease_(siblings_->shared.memory) {
    siblings_->alive.insert(this);
    siblings_->core.metrics().connections_open.add(1);
}

ServerConnection::~ServerConnection() {
    siblings_->alive.erase(this);
    siblings_->core.metrics().connections_open.add(-1);
    siblings_->shared.connections.fetch_sub(1, std::memory_order_relaxed);
}

boost::asio::awaitable<bool> ServerConnection::handshake() {
    write_deadline_.arm(settings_->header_timeout);
    const error_code error = co_await transport_->handshake();
    write_deadline_.disarm();
    co_return !error;
}

boost::asio::awaitable<void> ServerConnection::run(std::shared_ptr<ServerConnection> self) {
    if (co_await self->handshake()) {
        while (co_await self->serve_one()) {
        }
    }
    self->transport_->close();
}

boost::asio::awaitable<void> ServerConnection::turn_away(std::shared_ptr<ServerConnection> self) {
    const Error full{
        Fault::too_many_requests, "too many connections (server.max_connections)", {}, std::chrono::seconds(1)};
    if (co_await self->handshake()) co_await self->refuse(full);
    self->transport_->close();
}

boost::asio::awaitable<bool> ServerConnection::serve_one() {
    forget_last_request();
    RequestParser parser(head_, body_);
    parser.header_limit(static_cast<std::uint32_t>(settings_->max_header));
    parser.body_limit(settings_->max_body);
    const auto received = co_await receive_head(parser);
    if (received && *received == Received::nothing) co_return false;
    keep_alive_ = received && parser.keep_alive() && !siblings_->draining;
    auto whole = received ? co_await receive_body(parser) : Result<void>(std::unexpected(received.error()));
    read_deadline_.disarm();
    if (!whole) {
        co_await refuse(whole.error());
        co_return false;
    }
    body_.reserve(body_.size() + kBodyPadding);
    received_at_ = siblings_->core.clock().now();
    co_await answer();
    if (!answered_ || stream_open_ || abort_.requested()) co_return false;
    if (keep_alive_ && !siblings_->draining) co_return true;
    co_await linger();
    co_return false;
}

void ServerConnection::forget_last_request() {
    phase_ = Phase::idle;
    head_.clear();
    body_.clear();
    if (body_.capacity() > kKeptBodyBytes) body_.shrink_to_fit();
    body_lease_.release();
    answered_ = stream_open_ = false;
}

// The keep-alive timer runs from an answer to the first byte of the next request, the header timer from there, or from
// the start of the connection, to the end of the head.
Task<ServerConnection::Received> ServerConnection::receive_head(RequestParser& parser) {
    read_deadline_.arm(std::exchange(first_request_, false) ? settings_->header_timeout
                                                            : settings_->keep_alive_timeout);
    for (;;) {
        if (!input_.empty()) {
            if (phase_ == Phase::idle) {
                phase_ = Phase::receiving;
                read_deadline_.arm(settings_->header_timeout);
            }
            CO_TRY(const bool progress, parse_more(parser));
            if (progress && parser.is_header_done()) {
                if (auto framed = check_framing(head_, parser.chunked()); !framed)
                    co_return std::unexpected(framed.error());
                co_return Received::request;
            }
        }
        if (co_await more_input()) continue;
        if (phase_ == Phase::idle) co_return Received::nothing;
        co_return std::unexpected(input_ended("the request head (server.header_timeout)"));
    }
}

Task<> ServerConnection::receive_body(RequestParser& parser) {
    if (parser.is_done()) co_return Result<void>();
    CO_TRY(const Expects expects, prepare_body(parser));
    if (expects == Expects::go_ahead) {
        const std::string_view go_on = "HTTP/1.1 100 Continue\r\n\r\n";
        if (auto told = co_await send({&go_on, 1}); !told) co_return told;
    }
    parser.eager(true);
    read_deadline_.arm(settings_->body_timeout);
    while (!parser.is_done()) {
        if (!input_.empty()) {
            CO_TRY([[maybe_unused]] const bool progress, parse_more(parser));
            if (!body_lease_.grow_to(body_.size())) {
                co_return fail(Fault::memory_ceiling, "too many request bodies are held (server.memory_ceiling)");
            }
            if (parser.is_done()) break;
        }
        if (!co_await more_input()) {
            co_return std::unexpected(input_ended("the request body (server.body_timeout)"));
        }
    }
    co_return Result<void>();
}

// Everything that can be refused from the head alone is refused before the client is told to send its body.
Result<ServerConnection::Expects> ServerConnection::prepare_body(const RequestParser& parser) {
    const auto expect = head_.version == 10 ? std::nullopt : head_.fields.find("expect");
    if (expect && !same_name(*expect, "100-continue")) {
        return fail(Fault::expectation_failed, "the only expectation known is 100-continue", "expect");
    }
    if (const auto length = parser.content_length()) {
        if (!body_lease_.grow_to(*length)) {
            return fail(Fault::memory_ceiling, "too many request bodies are held (server.memory_ceiling)");
        }
        body_.reserve(std::min<std::size_t>(*length + kBodyPadding, 16 * kInputBytesForBodies));
        if (*length > kInputBytesForBodies && !reading_) input_.grow(kInputBytesForBodies);
    }
    return expect && input_.empty() ? Expects::go_ahead : Expects::body;
}

// Gives the parser what has arrived. False when it needs more.
Result<bool> ServerConnection::parse_more(RequestParser& parser) {
    const std::string_view bytes = input_.readable();
    error_code error;
    input_.consume(parser.put(boost::asio::buffer(bytes.data(), bytes.size()), error));
    if (!error) return true;
    if (error != http::error::need_more) return std::unexpected(unreadable(error, *settings_));
    if (input_.readable().size() == input_.capacity()) {
        const std::size_t larger = std::min(2 * input_.capacity(), settings_->max_header + kInputBytes);
        if (larger <= input_.capacity()) return fail(Fault::invalid_request, "a chunk header or trailer is too large");
        input_.grow(larger);
    }
    return false;
}

boost::asio::awaitable<bool> ServerConnection::more_input() {
    if (input_error_) co_return false;
    timed_out_ = false;
    arrived_.clear();
    post_read();
    co_await arrived_.wait();
    co_return !timed_out_ && !input_error_;
}

Error ServerConnection::input_ended(std::string_view what) const {
    if (timed_out_) return {Fault::client_too_slow, fmt::format("timed out waiting for {}", what)};
    return {Fault::client_gone, "the client closed the connection"};
}

void ServerConnection::post_read() {
    if (reading_ || input_error_) return;
    const std::span<char> space = input_.space();
    if (space.empty()) return;  // A client may pipeline this much and no more until its first answer is out.
    reading_ = true;
    transport_->start_read(space, shared_from_this());
}

void ServerConnection::on_read(error_code error, std::size_t bytes) {
    reading_ = false;
    input_.commit(bytes);
    input_error_ = error;
    if (phase_ != Phase::answering) return arrived_.set();
    if (!error) return post_read();
    transport_->close();  // A write that waits for the client to read would wait in vain.
    abort_.request();
}

boost::asio::awaitable<void> ServerConnection::answer() {
    phase_ = Phase::answering;
    if (input_error_) abort_.request();
    post_read();
    co_await siblings_->handler.handle(*this);
    if (abort_.requested()) siblings_->core.metrics().clients_gone.add();
}

boost::asio::awaitable<void> ServerConnection::refuse(const Error& error) {
    siblings_->core.metrics().requests_unreadable.add();
    if (error.fault == Fault::client_gone) co_return;
    keep_alive_ = false;
    co_await siblings_->handler.refuse(*this, error);
    co_await linger();
}

// Closing with unread bytes in the socket would reset it and could destroy the refusal on its way to the client.
boost::asio::awaitable<void> ServerConnection::linger() {
    phase_ = Phase::receiving;
    write_deadline_.arm(kLingerTime);  // A TLS shutdown waits for the client's own.
    co_await transport_->shutdown();
    write_deadline_.disarm();
    read_deadline_.arm(kLingerTime);
    std::size_t dropped = 0;
    do {
        dropped += input_.readable().size();
        input_.consume(input_.readable().size());
    } while (dropped < kLingerBytes && co_await more_input());
    read_deadline_.disarm();
}

void ServerConnection::close_if_idle() {
    if (phase_ == Phase::idle && input_.empty()) transport_->close();
}

void ServerConnection::kill() {
    transport_->close();
    abort_.request();
}

}  // namespace greeninfer::net
