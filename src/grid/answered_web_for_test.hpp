#pragma once
// A web in which each address gets the answer that a test wrote down, and a way to run one coroutine to its end.
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <functional>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "base/web_fetch.hpp"

namespace greeninfer::grid {

class AnsweredWeb final : public WebFetch {
public:
    using Answering = std::function<Result<WebAnswer>(const WebRequest&)>;

    // What is asked at an address that contains `part`; the newest rule that fits counts.
    void answer(std::string part, Answering answering) { rules_.emplace_back(std::move(part), std::move(answering)); }
    void answer(std::string part, unsigned status, std::string body,
                std::optional<std::chrono::seconds> retry_after = {}) {
        answer(std::move(part), [=](const WebRequest&) { return WebAnswer{status, body, retry_after}; });
    }
    void fail(std::string part, Fault fault) {
        answer(std::move(part), [=](const WebRequest&) { return greeninfer::fail(fault, "no answer"); });
    }

    std::size_t asked(std::string_view part) const {
        std::size_t count = 0;
        for (const WebRequest& request : requests) count += request.url.contains(part) ? 1 : 0;
        return count;
    }

    Task<WebAnswer> get(WebRequest request) override {
        requests.push_back(request);
        for (auto rule = rules_.rbegin(); rule != rules_.rend(); ++rule) {
            if (request.url.contains(rule->first)) co_return rule->second(request);
        }
        co_return greeninfer::fail(Fault::upstream_unreachable, "nobody is there");
    }

    std::vector<WebRequest> requests;

private:
    std::vector<std::pair<std::string, Answering>> rules_;
};

// The value of a coroutine that waits for nothing but an AnsweredWeb.
template <class T>
T run_for_test(boost::asio::awaitable<T> coroutine) {
    boost::asio::io_context io;
    std::optional<T> result;
    boost::asio::co_spawn(io, std::move(coroutine), [&](const std::exception_ptr& problem, T value) {
        if (problem) std::rethrow_exception(problem);
        result = std::move(value);
    });
    io.run();
    if (!result) throw std::logic_error("the coroutine waits for something that never comes");
    return *std::move(result);
}

}  // namespace greeninfer::grid
