#pragma once
// Fetches small documents from other servers for the control loop: grid operators, meters, exporters.
//
// It stands on the upstream client with its pool, its timers and its verified TLS. Redirects are not followed, because
// the keys in a request are meant for one server only. On the control core.
#include <vector>

#include "base/web_fetch.hpp"
#include "net/event.hpp"
#include "net/upstream_client.hpp"

namespace greeninfer::net {

class WebClient final : public WebFetch {
public:
    WebClient(Core& core, TlsContext tls);

    void apply(TlsContext tls);  // for requests from now on

    // Fails with upstream_timeout after request.timeout, with upstream_failed when the address is none or the body is
    // larger than request.max_body_bytes, and as UpstreamClient::send() does.
    Task<WebAnswer> get(WebRequest request) override;

    // Cuts off what is on its way and refuses what comes.
    void stop();
    // After stop(): waits until nothing is on its way any more. Only then may this and the core go.
    boost::asio::awaitable<void> finished();

private:
    struct Address {
        Origin origin;
        std::string target;
    };
    static Result<Address> parse_address(const std::string& url);
    Task<WebAnswer> exchange(const WebRequest& request, Abort& abort);

    Core& core_;
    UpstreamClient client_;
    std::vector<Abort*> running_;
    Event none_running_;
    bool stopped_ = false;
};

}  // namespace greeninfer::net
