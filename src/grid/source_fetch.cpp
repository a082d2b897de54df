#include "grid/source_fetch.hpp"

#include <fmt/format.h>

namespace greeninfer::grid {

namespace {

SourceFault fault_of(unsigned status) {
    switch (status) {
        case 401:
            return SourceFault::key_refused;
        case 403:
            return SourceFault::no_access;
        case 404:
            return SourceFault::not_covered;
        case 429:
            return SourceFault::rate_limited;
        default:
            return SourceFault::refused;
    }
}

}  // namespace

Sourced<void> check_status(const WebAnswer& answer) {
    constexpr unsigned kOk = 200;
    if (answer.status == kOk) return {};
    return std::unexpected(
        SourceError{fault_of(answer.status), fmt::format("it answered {}", answer.status), answer.retry_after});
}

SourceError no_answer(const Error& error) {
    if (error.fault == Fault::upstream_timeout) return {SourceFault::timed_out, "it did not answer in time"};
    if (error.fault == Fault::upstream_unreachable) return {SourceFault::unreachable, "it cannot be reached"};
    return {SourceFault::malformed, "it did not answer as a web server does"};
}

SourcedTask<std::string> fetch_text(WebFetch& web, WebRequest request) {
    auto answer = co_await web.get(std::move(request));
    if (!answer) co_return std::unexpected(no_answer(answer.error()));
    if (auto checked = check_status(*answer); !checked) co_return std::unexpected(std::move(checked).error());
    co_return std::move(answer->body);
}

}  // namespace greeninfer::grid
