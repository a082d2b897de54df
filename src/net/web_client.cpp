#include "net/web_client.hpp"

#include <fmt/format.h>

namespace greeninfer::net {

namespace {

using namespace std::chrono_literals;

// The time of a whole exchange is the request's own; these only keep one part of it from taking for ever.
UpstreamSettings settings_for_documents() {
    UpstreamSettings settings;
    settings.connect_timeout = 10s;
    settings.max_connections = 16;
    return settings;
}

std::optional<std::chrono::seconds> retry_after_of(const ResponseHead& head) {
    constexpr std::size_t kDigitsMax = 9;
    const auto text = head.fields.find("retry-after");
    if (!text || text->empty() || text->size() > kDigitsMax) return std::nullopt;
    if (text->find_first_not_of("0123456789") != text->npos) return std::nullopt;  // a date: rare, and clocks differ
    return std::chrono::seconds(std::stol(std::string(*text)));
}

}  // namespace

WebClient::WebClient(Core& core, TlsContext tls)
    : core_(core), client_(core, settings_for_documents(), std::move(tls)) {}

void WebClient::apply(TlsContext tls) {
    client_.apply(settings_for_documents(), std::move(tls));
}

Result<WebClient::Address> WebClient::parse_address(const std::string& url) {
    const std::size_t authority = url.find("://");
    const std::size_t path = authority == url.npos ? url.npos : url.find_first_of("/?", authority + 3);
    TRY(Origin origin, parse_origin(url.substr(0, path)));
    std::string target = path == url.npos ? "/" : url.substr(path);
    if (target.front() == '?') target.insert(0, "/");
    return Address{std::move(origin), std::move(target)};
}

Task<WebAnswer> WebClient::get(WebRequest request) {
    if (stopped_) co_return fail(Fault::upstream_unreachable, "the gateway is stopping");
    Abort abort;
    bool timed_out = false;
    Deadline deadline(core_.deadlines(), [&] {
        timed_out = true;
        abort.request();
    });
    deadline.arm(request.timeout);
    running_.push_back(&abort);
    auto answer = co_await exchange(request, abort);
    std::erase(running_, &abort);
    if (running_.empty()) none_running_.set();
    if (answer || !abort.requested()) co_return answer;
    co_return timed_out ? fail(Fault::upstream_timeout, "no whole answer in time")
                        : fail(Fault::upstream_unreachable, "the gateway is stopping");
}

Task<WebAnswer> WebClient::exchange(const WebRequest& request, Abort& abort) {
    const auto address = parse_address(request.url);
    if (!address) co_return fail(Fault::upstream_failed, "the address is not one");
    UpstreamRequest sent{.method = "GET", .target = address->target};
    sent.fields.add("accept", "*/*");
    sent.fields.add("accept-encoding", "identity");
    sent.fields.add("user-agent", "greeninfer");
    for (const auto& [name, value] : request.fields) sent.fields.add(name, value);
    CO_TRY(const auto call, co_await client_.send(address->origin, sent, abort));
    WebAnswer answer{.status = call->head().status, .body = {}, .retry_after = retry_after_of(call->head())};
    for (;;) {
        CO_TRY(const std::string_view bytes, co_await call->read());
        if (bytes.empty()) co_return answer;
        answer.body += bytes;
        if (answer.body.size() > request.max_body_bytes) {
            co_return fail(Fault::upstream_failed, fmt::format("more than {} bytes", request.max_body_bytes));
        }
    }
}

void WebClient::stop() {
    stopped_ = true;
    for (Abort* const abort : std::vector(running_)) abort->request();
}

boost::asio::awaitable<void> WebClient::finished() {
    none_running_.clear();
    if (!running_.empty()) co_await none_running_.wait();
}

}  // namespace greeninfer::net
