#include "fleet/cluster_settings.hpp"

#include "config/fields.hpp"

namespace greeninfer::fleet {

using namespace std::chrono_literals;
using config::Count, config::Duration, config::Name, config::Number, config::OneOf, config::Positive, config::Text;

void describe(config::Fields& fields, ClusterPower& settings) {
    fields.values("dcgm", settings.dcgm, Text{"URL"}, "Pages of DCGM exporters, one for each node.");
    fields.values("kepler", settings.kepler, Text{"URL"}, "Pages of Kepler exporters, one for each node.");
    fields.value("meter", settings.meter, Name{}, "One of `meters` in place of these.");
    fields.value("tdp_watts", settings.tdp_watts, Positive{100'000}, "As `meters[].tdp_watts`.");
    fields.value("idle_watts", settings.idle_watts, Number{0, 1'000'000}, "As `meters[].idle_watts`.");
    fields.value("interval", settings.interval, Duration{1s, 1min}, "As `meters[].interval`.");

    const int sources =
        (settings.dcgm.empty() ? 0 : 1) + (settings.kepler.empty() ? 0 : 1) + (settings.meter.empty() ? 0 : 1);
    const auto last = !settings.meter.empty() ? "meter" : "kepler";
    fields.require(sources <= 1, last, "is a second source of the same energy; keep one of dcgm, kepler and meter");
    for (const auto* urls : {&settings.dcgm, &settings.kepler}) {
        for (const std::string& url : *urls) {
            const bool is_web = url.starts_with("http://") || url.starts_with("https://");
            fields.require(is_web, urls == &settings.dcgm ? "dcgm" : "kepler",
                           "holds an address that does not begin with http:// or https://");
        }
    }
}

void describe(config::Fields& fields, ClusterKvEvents& settings) {
    fields.value("port", settings.port, Count{0, 65'535}, "Of the publisher of each server; 0 is none.");
    fields.value("replay_port", settings.replay_port, Count{0, 65'535}, "Of its replay socket; 0 is none.");
    fields.value("topic", settings.topic, Text{}, "As `models[].endpoints[].kv_events.topic`.");
    fields.require(settings.replay_port == 0 || settings.port != 0, "replay_port", "needs port too; set it");
}

void describe(config::Fields& fields, ClusterSettings& settings) {
    fields.required("name", settings.name, Name{}, "What metrics and receipts call it.");
    fields.value("region", settings.region, Name{}, "Where it stands, as `models[].endpoints[].region`.");
    fields.values("endpoints", settings.endpoints, Text{"URL"},
                  "Addresses of its servers, such as `http://node-a:8000`; one without a path gets `/v1`.");
    fields.value("model", settings.model, Name{},
                 "The name of the entry of `models` that it serves; not needed where there is only one.");
    fields.value("served_model", settings.served_model, Name{},
                 "What its servers call the model; empty is the model's name.");
    fields.value(
        "power_source", settings.power_source, Name{},
        "The grid zone that it draws from, or one of `grid.zones` for power of its own, such as a solar field; "
        "empty is its region's.");
    fields.group("power", settings.power, "What counts the energy of its servers; it is divided among their requests.");
    fields.value("strategy", settings.strategy, OneOf<Strategy>{kStrategyNames},
                 "In place of `enterprise.routing.strategy` for its model.");
    describe_secret(fields, "api_key", settings.api_key, "the key that is sent to its servers");
    fields.value("health_path", settings.health_path, Text{"path"}, "As `models[].endpoints[].health_path`.");
    fields.value("metrics_path", settings.metrics_path, Text{"path"},
                 "Where each server says how full it is; empty does not ask.");
    fields.group("kv_events", settings.kv_events,
                 "Where each server publishes what is in its prefix cache, as `models[].endpoints[].kv_events`.");
    fields.value("max_in_flight", settings.max_in_flight, Count{0, 1'000'000},
                 "Requests at once for each server; 0 sets no limit.");

    fields.require(!settings.endpoints.empty(), "endpoints", "is empty; a cluster needs at least one address");
    fields.require(settings.health_path.starts_with('/'), "health_path", "must start with a slash");
    fields.require(settings.metrics_path.empty() || settings.metrics_path.starts_with('/'), "metrics_path",
                   "must start with a slash");
}

}  // namespace greeninfer::fleet
