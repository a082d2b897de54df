// How an exchange reads the body of its answer: waiting, parsing, unpacking.
#include <utility>

#include "net/upstream_exchange.hpp"

namespace greeninfer::net {

Task<std::string_view> UpstreamExchange::read() {
    CO_TRY(const std::optional<std::string_view> bytes, co_await read_for(std::chrono::nanoseconds::max()));
    co_return bytes.value_or(std::string_view());
}

Task<std::optional<std::string_view>> UpstreamExchange::read_for(std::chrono::nanoseconds limit) {
    std::string& out = inflater_ ? inflated_ : body_;
    if (std::exchange(delivered_, true)) out.clear();
    if (limit != std::chrono::nanoseconds::max()) pause_.arm(limit);
    for (;;) {
        if (auto decoded = decode(); !decoded) co_return std::unexpected(decoded.error());
        if (!out.empty() || parser_->is_done()) break;
        CO_TRY(const bool arrived, co_await receive());
        if (!arrived) co_return std::nullopt;
    }
    pause_.disarm();
    co_return std::string_view(out);
}

// The silence timer runs only while the caller waits: a client that reads slowly is not the upstream's silence. A pause
// does not restart it.
Task<bool> UpstreamExchange::receive() {
    if (!silence_.armed()) silence_.arm(settings_->idle_timeout);
    if (co_await connection_->more_input()) {
        silence_.disarm();
        if (auto parsed = parse(); !parsed) co_return std::unexpected(parsed.error());
    } else {
        if (std::exchange(paused_, false) && !connection_->failure()) co_return false;
        boost::system::error_code unfinished;
        if (connection_->clean_end() && !connection_->failure()) parser_->put_eof(unfinished);
        if (unfinished || !parser_->is_done()) co_return std::unexpected(broken_off());
    }
    if (parser_->is_done()) complete();
    co_return true;
}

// Upstreams are asked for plain bytes; one that compresses all the same is understood, and its caller sees no trace.
Result<void> UpstreamExchange::prepare_decoding() {
    const auto encoding = head_.fields.find("content-encoding");
    const ContentEncoding kind = encoding ? encoding_of(*encoding) : ContentEncoding::none;
    if (kind == ContentEncoding::none) return {};
    if (kind == ContentEncoding::unknown) {
        return fail(Fault::upstream_failed, "the upstream's answer has a content-encoding other than gzip and deflate");
    }
    inflater_.emplace();
    head_.fields.remove("content-encoding");
    head_.fields.remove("content-length");
    head_.content_length.reset();
    return {};
}

Result<void> UpstreamExchange::decode() {
    if (!inflater_) return {};
    inflater_->add(std::exchange(body_, {}));
    if (auto unpacked = inflater_->read(inflated_); !unpacked) return unpacked;
    if (!inflated_.empty() || !parser_->is_done() || inflater_->complete()) return {};
    return fail(Fault::upstream_failed, "the upstream's compressed answer breaks off");
}

}  // namespace greeninfer::net
