#include "net/upstream_exchange.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <utility>

namespace greeninfer::net {

namespace {

namespace http = boost::beast::http;

constexpr std::uint32_t kMaxHeadBytes = 64 * 1024;

void write_request_head(std::string& out, const Origin& origin, const UpstreamRequest& request) {
    fmt::format_to(std::back_inserter(out), "{} {}{} HTTP/1.1\r\nhost: {}\r\n", request.method, origin.base_path,
                   request.target, origin.authority);
    out.append(request.fields.text());
    if (const std::size_t length = total_size(request.body); length > 0 || request.method == "POST") {
        fmt::format_to(std::back_inserter(out), "content-length: {}\r\n", length);
    }
    out.append("\r\n");
}

}  // namespace

UpstreamExchange::UpstreamExchange(UpstreamPool& pool, UpstreamPool::Lease lease, Abort& abort)
    : settings_(pool.settings()),
      lease_(std::move(lease)),
      connection_(lease_->connection),
      silence_(pool.core().deadlines(), [this] { on_silence(); }),
      total_(pool.core().deadlines(),
             [this] { give_up({Fault::upstream_timeout, "took longer than upstream.total_timeout"}); }),
      pause_(pool.core().deadlines(),
             [this] {
                 paused_ = true;
                 connection_->wake();
             }),
      listener_(abort, [this] { give_up({Fault::client_gone, "the client closed the connection"}); }) {
    if (abort.requested()) give_up({Fault::client_gone, "the client closed the connection"});
}

// Bytes that arrived while the caller was busy with earlier ones are no silence.
void UpstreamExchange::on_silence() {
    if (connection_->has_unseen_input()) return;
    const bool in_body = parser_ && parser_->is_header_done();
    const char* const setting = in_body ? "idle_timeout" : "header_timeout";
    give_up({Fault::upstream_timeout, fmt::format("silent for upstream.{}", setting)});
}

// Does nothing once the answer is complete: the connection may then serve somebody else.
void UpstreamExchange::give_up(Error why) {
    if (const auto connection = connection_) connection->abandon(std::move(why));
}

Task<> UpstreamExchange::start(const Origin& origin, const UpstreamRequest& request) {
    if (request.body.size() + 1 > Transport::kPieces) co_return fail(Fault::internal, "a body of too many pieces");
    total_.arm(settings_->total_timeout);
    silence_.arm(settings_->header_timeout);
    write_request_head(request_head_, origin, request);
    PieceStorage pieces{request_head_};
    std::ranges::copy(request.body, pieces.begin() + 1);
    // After a failed write the upstream may still have answered, for instance that the body is too large.
    co_await connection_->write({pieces.data(), request.body.size() + 1});
    auto answered = co_await read_head();
    stale_ = !answered && connection_ && connection_->reused() && !connection_->got_bytes() && !connection_->failure();
    co_return answered;
}

void UpstreamExchange::new_parser() {
    head_.clear();
    parser_.emplace(head_, body_);
    parser_->header_limit(kMaxHeadBytes);
    parser_->body_limit(boost::none);
    parser_->eager(true);
}

Task<> UpstreamExchange::read_head() {
    new_parser();
    for (;;) {
        if (!connection_->input().empty()) {
            if (auto parsed = parse(); !parsed) co_return parsed;
            if (parser_->is_header_done() && head_.status >= 200) break;
            if (parser_->is_done()) {
                new_parser();
                continue;
            }
        }
        if (!co_await connection_->more_input()) co_return std::unexpected(broken_off());
    }
    silence_.disarm();
    if (parser_->is_done()) complete();
    co_return prepare_decoding();
}

Result<void> UpstreamExchange::parse() {
    const std::string_view bytes = connection_->input().readable();
    boost::system::error_code error;
    const std::size_t used = parser_->put(boost::asio::buffer(bytes.data(), bytes.size()), error);
    connection_->input().consume(used);
    if (!error || error == http::error::need_more) return {};
    return fail(Fault::upstream_failed, "the upstream's answer is not HTTP: " + error.message());
}

Error UpstreamExchange::broken_off() const {
    if (connection_->failure()) return *connection_->failure();
    return {Fault::upstream_unreachable, "the upstream closed the connection in the middle"};
}

// The connection goes back before the caller has read the last bytes: they are in body_ already.
void UpstreamExchange::complete() {
    silence_.disarm();
    total_.disarm();
    pause_.disarm();
    if (!lease_) return;
    if (parser_->keep_alive()) lease_->keep();
    connection_.reset();
    lease_.reset();
}

}  // namespace greeninfer::net
