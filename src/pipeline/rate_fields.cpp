#include "pipeline/rate_fields.hpp"

#include <fmt/format.h>

namespace greeninfer::pipeline {

namespace {

void add_status(std::string_view unit, const std::optional<budget::RateStatus>& status, net::FieldLines& out) {
    if (!status) return;
    out.add(fmt::format("x-ratelimit-limit-{}", unit), fmt::to_string(status->limit));
    out.add(fmt::format("x-ratelimit-remaining-{}", unit), fmt::to_string(status->remaining));
    out.add(fmt::format("x-ratelimit-reset-{}", unit), reset_text(status->reset));
}

}  // namespace

void add_rate_fields(const budget::RateAnswer& answer, net::FieldLines& out) {
    add_status("requests", answer.requests, out);
    add_status("tokens", answer.tokens, out);
    if (answer.allowed) return;
    if (answer.never) {
        out.add("x-should-retry", "false");
    } else {
        out.add("retry-after-ms", fmt::to_string(std::chrono::ceil<std::chrono::milliseconds>(answer.wait).count()));
    }
}

std::string reset_text(std::chrono::microseconds time) {
    using namespace std::chrono;
    const auto whole_ms = ceil<milliseconds>(time).count();
    if (whole_ms < 1000) return fmt::format("{}ms", whole_ms);
    if (whole_ms < 60'000) return fmt::format("{}s", static_cast<double>(whole_ms) / 1000);
    const auto whole_seconds = ceil<seconds>(time).count();
    return fmt::format("{}m{}s", whole_seconds / 60, whole_seconds % 60);
}

}  // namespace greeninfer::pipeline
