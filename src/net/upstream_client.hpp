#pragma once
// The HTTP/1.1 client of one core: sends a request to an upstream and hands its answer over as it arrives.
//
// Connections are pooled per core, so that no request waits for another core's lock. All calls on the core's thread.
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "base/task.hpp"
#include "net/abort.hpp"
#include "net/core.hpp"
#include "net/field_lines.hpp"
#include "net/message.hpp"
#include "net/origin.hpp"
#include "net/tls_context.hpp"
#include "net/upstream_settings.hpp"

namespace greeninfer::net {

struct UpstreamRequest {
    std::string_view method = "POST";
    std::string_view target;                      // appended to the origin's base path
    FieldLines fields;                            // without host and framing
    std::span<const std::string_view> body = {};  // gathered; valid until send() returns; at most 14 pieces
};

// An answer on its way in. Destroying it before its end closes the connection, which is how work is cancelled.
class UpstreamCall {
public:
    virtual ~UpstreamCall() = default;
    virtual const ResponseHead& head() const = 0;
    // The next bytes of the body without framing, as soon as any arrive; valid until the next call. Empty: complete.
    // Fails with upstream_timeout (idle or total timer), upstream_unreachable (broke off), upstream_failed (not HTTP)
    // or client_gone (aborted).
    virtual Task<std::string_view> read() = 0;
    // As read(), but gives up waiting after `limit`: nothing then, and the call goes on.
    virtual Task<std::optional<std::string_view>> read_for(std::chrono::nanoseconds limit) = 0;
};

class UpstreamPool;

class UpstreamClient {
public:
    UpstreamClient(Core& core, const UpstreamSettings& settings, TlsContext tls);
    ~UpstreamClient();

    void apply(const UpstreamSettings& settings, TlsContext tls);  // for requests from now on

    // Sends and waits for the head of the answer, whatever its status. A pooled connection that turns out dead before
    // the first byte is replaced by a fresh one, once. Fails as UpstreamCall::read() does.
    Task<std::unique_ptr<UpstreamCall>> send(const Origin& origin, const UpstreamRequest& request, Abort& abort);

private:
    std::unique_ptr<UpstreamPool> pool_;
};

}  // namespace greeninfer::net
