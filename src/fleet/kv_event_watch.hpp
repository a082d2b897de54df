#pragma once
// Who of the endpoints publishes cache events, and the listening to each.
//
// A reload that leaves an endpoint as it was must not make its cache unknown, so what listens outlives configurations.
// Belongs to the control core; the listening has a thread of its own (net/event_feeds.hpp), which begins with the first
// endpoint that publishes.
#include <memory>
#include <vector>

#include "fleet/endpoint_choice.hpp"
#include "fleet/kv_event_source.hpp"
#include "telemetry/metrics_writer.hpp"

namespace greeninfer::fleet {

class KvEventWatch {
public:
    explicit KvEventWatch(const Clock& clock) : clock_(clock), feeds_(std::make_unique<net::EventFeeds>(clock)) {}

    // Listens to these endpoints from now on; those that publish nothing are left out.
    void watch(const Endpoints& endpoints);
    // No event is taken after this.
    void stop() { feeds_.reset(); }

    void write(telemetry::MetricsWriter& writer, Moment now) const;

private:
    struct Watched {
        std::shared_ptr<const Endpoint> endpoint;
        std::shared_ptr<KvEventSource> source;
    };
    std::shared_ptr<KvEventSource> source_for(const Endpoint& endpoint) const;

    const Clock& clock_;
    std::vector<Watched> watched_;
    std::unique_ptr<net::EventFeeds> feeds_;
};

}  // namespace greeninfer::fleet
