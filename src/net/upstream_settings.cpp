#include "net/upstream_settings.hpp"

#include "config/fields.hpp"

namespace greeninfer::net {

using namespace std::chrono_literals;
using config::Count, config::Duration, config::File, config::Number, config::Size;

void describe(config::Fields& fields, BreakerSettings& settings) {
    fields.value("failures", settings.failures, Count{1, 10'000},
                 "An endpoint that fails this often within window gets no requests for open_for.");
    fields.value("window", settings.window, Duration{100ms, 1h}, "Time over which failures are counted.");
    fields.value("open_for", settings.open_for, Duration{100ms, 1h},
                 "Time without requests before one is tried again.");
    fields.value("successes", settings.successes, Count{1, 1000},
                 "Trial requests that must succeed before all come again.");
}

void describe(config::Fields& fields, HealthSettings& settings) {
    fields.value("interval", settings.interval, Duration{0ms, 1h},
                 "Time between two checks of an endpoint; 0 checks none.");
    fields.value("timeout", settings.timeout, Duration{10ms, 10min}, "A check that takes longer has failed.");
    fields.value("failures", settings.failures, Count{1, 1000},
                 "Failed checks in a row before an endpoint is left out.");
    fields.value("successes", settings.successes, Count{1, 1000}, "Good checks in a row before it is used again.");
}

void describe(config::Fields& fields, UpstreamSettings& settings) {
    fields.value("connect_timeout", settings.connect_timeout, Duration{1ms, 10min},
                 "Longest wait for a connection, TLS included.");
    fields.value("header_timeout", settings.header_timeout, Duration{1ms, 24h},
                 "Longest wait for the header of an answer.");
    fields.value("idle_timeout", settings.idle_timeout, Duration{1ms, 24h}, "Longest silence inside an answer.");
    fields.value("total_timeout", settings.total_timeout, Duration{1ms, 24h}, "Longest time for a whole answer.");
    fields.value("retries", settings.retries, Count{0, 10}, "Further tries of a request whose answer has not begun.");
    fields.value("retry_backoff", settings.retry_backoff, Duration{0ms, 1min},
                 "Wait before the first further try; doubled for each one after it, with jitter.");
    fields.value("retry_backoff_limit", settings.retry_backoff_limit, Duration{0ms, 10min},
                 "Longest wait before a try.");
    fields.value("retry_budget", settings.retry_budget, Number{0, 10},
                 "Further tries per request, over the last 10 s, so that retries cannot drown a sick server.");
    fields.value("max_connections", settings.max_connections, Count{1, 65535}, "Connections per endpoint and core.");
    fields.value("pool_idle_timeout", settings.pool_idle_timeout, Duration{0ms, 5min},
                 "An unused connection is kept this long. Stay below the server's own time: vLLM closes after 5 s.");
    fields.value("max_answer", settings.max_answer, Size{config::kKiB, config::kGiB},
                 "Largest answer that is not streamed, or is held back to be checked; a larger one is a 502.");
    fields.value("dns_refresh", settings.dns_refresh, Duration{1s, 1h},
                 "Age at which a resolved host name is renewed.");
    fields.value("ca_file", settings.ca_file, File{"path of a PEM file"},
                 "Certificate authorities to trust; empty trusts the system's.");
    fields.value("keepalive_comment", settings.keepalive_comment, Duration{0ms, 1h},
                 "Silence in a begun stream, or behind a held answer, after which the client gets a `: ping` "
                 "comment; 0 sends none.");
    fields.group("breaker", settings.breaker, "Leaves an endpoint alone that keeps failing.");
    fields.group("health", settings.health, "Asks every endpoint regularly whether it works.");

    fields.require(settings.retry_backoff <= settings.retry_backoff_limit, "retry_backoff",
                   "is above retry_backoff_limit; lower it or raise retry_backoff_limit");
    fields.require(settings.connect_timeout <= settings.total_timeout, "connect_timeout",
                   "is above total_timeout; lower it or raise total_timeout");
    fields.require(settings.header_timeout <= settings.total_timeout, "header_timeout",
                   "is above total_timeout; lower it or raise total_timeout");
    fields.require(settings.idle_timeout <= settings.total_timeout, "idle_timeout",
                   "is above total_timeout; lower it or raise total_timeout");
}

}  // namespace greeninfer::net
