#pragma once
// An upstream client on a core of its own, asked from the test's thread.
//
// Its end checks that no connection is left, in use or in the pool.
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "net/origin.hpp"
#include "net/upstream_client.hpp"
#include "testing/core_thread.hpp"

namespace greeninfer::testing {

// How one request went.
struct Outcome {
    std::optional<Error> error;  // of send() or of a read()
    unsigned status = 0;
    std::string body;  // what was read before the error, if any
    std::vector<std::pair<std::string, std::string>> fields;

    bool failed_with(Fault fault) const { return error && error->fault == fault; }
};

struct Asking {
    std::string method = "POST";
    std::string target = "/v1/chat/completions";
    std::vector<std::string> body = {"{}"};
    net::Abort* abort = nullptr;  // lives on the core; null: never aborted
};

class RunningClient {
public:
    explicit RunningClient(const net::UpstreamSettings& settings = {}, net::TlsContext tls = nullptr);
    ~RunningClient();

    // Sends one request, reads its answer to the end and drops the call.
    Outcome ask(const std::string& url, const Asking& asking = {});
    // The same, started now and fetched later with get().
    std::future<Outcome> start(const std::string& url, const Asking& asking = {});

    // Asks for a stream and does with the call, on the core, what `use(call)` says: a coroutine that ends with a text.
    template <class Use>
    std::string with_call(const std::string& url, net::Abort& abort, Use use) {
        return thread_.await([&] { return use_call(url, abort, use); });
    }

    net::UpstreamClient& client() { return *client_; }
    CoreThread& thread() { return thread_; }
    const net::NetMetrics& metrics() { return thread_.core().metrics(); }

private:
    template <class Use>
    boost::asio::awaitable<std::string> use_call(std::string url, net::Abort& abort, Use use) {
        const net::Origin origin = net::parse_origin(url).value();
        net::UpstreamRequest request;
        request.target = "/stream";
        auto call = co_await client_->send(origin, request, abort);
        if (!call) co_return call.error().detail;
        co_return co_await use(**call);
    }
    boost::asio::awaitable<void> exchange(std::string url, Asking asking, std::promise<Outcome> promise);
    boost::asio::awaitable<Outcome> read_answer(std::string url, Asking asking);

    CoreThread thread_;
    std::unique_ptr<net::UpstreamClient> client_;
};

}  // namespace greeninfer::testing
