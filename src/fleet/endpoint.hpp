#pragma once
// One place that serves one model: where it is, how it is called there, and how it is doing.
//
// What was configured never changes; how it is doing is shared by all cores and survives a reload of the
// configuration that leaves the endpoint as it was. No core waits for another: atomics, and a lock only on failures.
#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "config/secret.hpp"
#include "fleet/cache_trust.hpp"
#include "fleet/circuit_breaker.hpp"
#include "fleet/engine_report.hpp"
#include "fleet/held_prompts.hpp"
#include "fleet/latency.hpp"
#include "fleet/pace.hpp"
#include "fleet/prefix_index.hpp"
#include "grid/place.hpp"
#include "models/model_settings.hpp"
#include "net/event_feeds.hpp"
#include "net/origin.hpp"
#include "telemetry/label_names.hpp"

namespace greeninfer::energy {
class WindowLedger;
}

namespace greeninfer::fleet {

// How an endpoint is doing.
struct EndpointState {
    std::atomic<std::int64_t> in_flight{0};
    std::atomic<bool> healthy{true};             // as the active checks see it
    std::atomic<std::int64_t> retry_after_s{1};  // while origin is null: when it may be back
    Latency latency;
    Pace pace;
    CacheTrust cache_trust;
    std::atomic<std::int64_t> unread_tokens{0};     // of prompts that were sent there and have no first token yet
    std::atomic<Moment::rep> reading_since{0};      // the first of them
    std::shared_ptr<const IndexedEndpoint> prefix;  // its place in the prefix index; null: it has none. Never changes
    std::atomic<std::shared_ptr<const TokenPlace>> tokens;  // null: it does not tell now what is in its cache
    std::atomic<Moment::rep> not_asked_for_tokens_until{Moment::min().time_since_epoch().count()};
    std::shared_ptr<HeldPrompts> held_prompts;  // of an engine with slots; null: it keeps blocks. Never changes
    std::atomic<double> occupancy{-1};          // requests in the server's batch, as its metrics say; < 0: not known
    std::atomic<std::shared_ptr<const EngineReport>> report;  // what else they say; null: they cannot be had
    std::atomic<std::uint64_t> cache_tokens{0};               // as last reported, whenever that was; 0: never
    // Null while there is nothing to connect to: the local engine is starting.
    std::atomic<std::shared_ptr<const net::Origin>> origin;
    CircuitBreaker breaker;
};

struct Endpoint {
    std::string name;                              // "model@host", for metrics and logs
    telemetry::LabelId label = telemetry::kOther;  // of the name
    std::string model;                             // what the catalogue calls it
    std::string upstream_model;                    // what the server calls the model
    std::string region;                            // empty: unknown
    grid::Place place;                             // the region's zone and PUE
    telemetry::LabelId region_label = telemetry::kNone;
    std::string cluster;  // empty: none
    telemetry::LabelId cluster_label = telemetry::kNone;
    std::shared_ptr<energy::WindowLedger> ledger;  // of the meter that watches its hardware; null: none does
    models::ReportedEnergy reported_energy = models::ReportedEnergy::it;
    std::string metrics_url;       // of the model server: how full it is; empty: not asked
    bool has_own_metrics = false;  // the page is /metrics of the server itself, whose address may change
    net::FeedAddress kv_events;    // where it publishes what is in its prefix cache; no url: it does not
    std::string health_target;     // of the active check, below the base path; empty: not checked
    std::shared_ptr<const config::Secret> api_key;
    std::size_t max_in_flight = 0;  // 0: no limit
    std::size_t slots = 0;          // requests that it answers at once, the rest waits; 0: unknown
    bool always_stream = false;     // the local engine: it notices a leaving client only while it streams
    std::shared_ptr<EndpointState> state;

    std::optional<double> occupancy() const {
        const double live = state->occupancy.load(std::memory_order_relaxed);
        return live < 0 ? std::nullopt : std::optional(live);
    }
    // Null where there is none, or none that says something of now.
    std::shared_ptr<const EngineReport> report(Moment now) const {
        auto latest = state->report.load();
        return latest && is_fresh(*latest, now) ? latest : nullptr;
    }
    bool full() const {
        return max_in_flight != 0 &&
               state->in_flight.load(std::memory_order_relaxed) >= static_cast<std::int64_t>(max_in_flight);
    }
};

// Tokens that it has yet to read before those of another prompt: of what was sent there, less what it must have read
// since. Without that a prompt that is nearly read would count as if it were new.
inline double tokens_ahead(const EndpointState& state, double seconds_per_token, Moment now) {
    const auto unread = static_cast<double>(state.unread_tokens.load(std::memory_order_relaxed));
    const Seconds reading = now - Moment(Moment::duration(state.reading_since.load(std::memory_order_relaxed)));
    return std::max(0.0, unread - std::max(0.0, reading.count()) / seconds_per_token);
}

// What is thought to be in its cache.
inline void forget_cache(const EndpointState& state) {
    if (state.prefix) state.prefix->index().clear(state.prefix->number());
    if (state.held_prompts) state.held_prompts->forget();
}

// Counts one request as in flight for as long as it lives, however it ends.
class InFlight {
public:
    explicit InFlight(const Endpoint& endpoint) : state_(endpoint.state) {
        state_->in_flight.fetch_add(1, std::memory_order_relaxed);
    }
    ~InFlight() { state_->in_flight.fetch_sub(1, std::memory_order_relaxed); }
    InFlight(const InFlight&) = delete;
    InFlight& operator=(const InFlight&) = delete;

private:
    std::shared_ptr<EndpointState> state_;
};

}  // namespace greeninfer::fleet
