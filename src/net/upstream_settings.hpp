#pragma once
// How long model servers may take, how often a failed try is repeated, and when an endpoint is left alone.
//
// A plain value, read once at start or reload and then shared read-only by all cores.
#include <chrono>
#include <cstddef>
#include <string>

#include "config/bytes.hpp"

namespace greeninfer::config {
class Fields;
}

namespace greeninfer::net {

// After `failures` within `window` an endpoint gets no requests for `open_for`, then `successes` trial requests.
struct BreakerSettings {
    std::size_t failures = 5;
    std::chrono::milliseconds window = std::chrono::seconds(30);
    std::chrono::milliseconds open_for = std::chrono::seconds(10);
    std::size_t successes = 2;
};

struct HealthSettings {
    std::chrono::milliseconds interval = std::chrono::seconds(10);  // 0: no active checks
    std::chrono::milliseconds timeout = std::chrono::seconds(5);
    std::size_t failures = 3;
    std::size_t successes = 2;
};

struct UpstreamSettings {
    std::chrono::milliseconds connect_timeout = std::chrono::seconds(2);
    std::chrono::milliseconds header_timeout = std::chrono::seconds(60);
    std::chrono::milliseconds idle_timeout = std::chrono::seconds(60);
    std::chrono::milliseconds total_timeout = std::chrono::seconds(600);
    std::size_t retries = 2;
    std::chrono::milliseconds retry_backoff = std::chrono::milliseconds(50);
    std::chrono::milliseconds retry_backoff_limit = std::chrono::seconds(2);
    double retry_budget = 0.2;                                              // retries per request over the last 10 s
    std::size_t max_connections = 256;                                      // per endpoint and core
    std::chrono::milliseconds pool_idle_timeout = std::chrono::seconds(4);  // below the 5 s of vLLM
    std::size_t max_answer = 64 * config::kMiB;                             // of an answer that is not streamed
    std::chrono::milliseconds dns_refresh = std::chrono::seconds(30);
    std::string ca_file;                                                     // empty: the system's store
    std::chrono::milliseconds keepalive_comment = std::chrono::seconds(15);  // 0: none
    BreakerSettings breaker;
    HealthSettings health;
};

void describe(config::Fields& fields, BreakerSettings& settings);
void describe(config::Fields& fields, HealthSettings& settings);
void describe(config::Fields& fields, UpstreamSettings& settings);

}  // namespace greeninfer::net
