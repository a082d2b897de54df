#include "testing/running_client.hpp"

#include <gtest/gtest.h>

#include <utility>

#include "net/origin.hpp"
#include "testing/running_server.hpp"

namespace greeninfer::testing {

RunningClient::RunningClient(const net::UpstreamSettings& settings, net::TlsContext tls) {
    thread_.call([&] { client_ = std::make_unique<net::UpstreamClient>(thread_.core(), settings, std::move(tls)); });
}

RunningClient::~RunningClient() {
    thread_.call([this] { client_.reset(); });
    EXPECT_TRUE(soon([this] { return metrics().upstream_open.value() == 0; })) << "a connection is left";
}

Outcome RunningClient::ask(const std::string& url, const Asking& asking) {
    return start(url, asking).get();
}

std::future<Outcome> RunningClient::start(const std::string& url, const Asking& asking) {
    std::promise<Outcome> promise;
    auto outcome = promise.get_future();
    thread_.core().post([this, url, asking, promise = std::move(promise)]() mutable {
        thread_.core().spawn(exchange(url, asking, std::move(promise)));
    });
    return outcome;
}

boost::asio::awaitable<void> RunningClient::exchange(std::string url, Asking asking, std::promise<Outcome> promise) {
    promise.set_value(co_await read_answer(std::move(url), std::move(asking)));
}

boost::asio::awaitable<Outcome> RunningClient::read_answer(std::string url, Asking asking) {
    Outcome outcome;
    net::Abort never;
    const net::Origin origin = net::parse_origin(url).value();
    const std::vector<std::string_view> pieces(asking.body.begin(), asking.body.end());
    net::UpstreamRequest request;
    request.method = asking.method;
    request.target = asking.target;
    request.body = pieces;
    auto call = co_await client_->send(origin, request, asking.abort ? *asking.abort : never);
    if (!call) {
        outcome.error = call.error();
        co_return outcome;
    }
    outcome.status = (*call)->head().status;
    const net::HeaderFields& fields = (*call)->head().fields;
    for (std::size_t i = 0; i < fields.size(); ++i) outcome.fields.emplace_back(fields[i].name, fields[i].value);
    for (;;) {
        const auto bytes = co_await (*call)->read();
        if (!bytes) outcome.error = bytes.error();
        if (!bytes || bytes->empty()) co_return outcome;
        outcome.body += *bytes;
    }
}

}  // namespace greeninfer::testing
