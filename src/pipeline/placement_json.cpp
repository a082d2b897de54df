#include "pipeline/placement_json.hpp"

namespace greeninfer::pipeline {

namespace {

// The endpoints that were weighed, the winner first, with what was expected of each.
void write_weighed(const fleet::WeighedEndpoints& weighed, wire::JsonWriter& writer) {
    writer.member("won_by", name_of(weighed.won_by)).member("endpoints_weighed", weighed.all);
    writer.key("endpoints").begin_array();
    for (std::size_t i = 0; i < weighed.shown_count; ++i) {
        const fleet::WeighedEndpoint& one = weighed.shown[i];
        writer.begin_object().member("endpoint", one.endpoint->name);
        if (!one.endpoint->cluster.empty()) writer.member("cluster", one.endpoint->cluster);
        writer.measured("cached_tokens", one.cached_tokens).measured("missed_tokens", one.missed_tokens);
        writer.member("cache_known_by", one.is_told ? "events" : "requests");
        writer.measured("first_token_seconds", one.first_token_seconds).measured("seconds", one.seconds);
        if (one.carbon) writer.measured("co2_grams", one.carbon->as_grams());
        writer.member("in_flight", one.in_flight).member("within_limits", one.is_best).end_object();
    }
    writer.end_array();
}

}  // namespace

std::optional<std::string_view> region_of(const Outcome& outcome) {
    if (!outcome.endpoint || outcome.endpoint->region.empty()) return std::nullopt;
    return outcome.endpoint->region;
}

std::optional<std::string> placement_json(const Outcome& outcome) {
    const fleet::Placement& placement = outcome.placement;
    const bool fell_back = placement.fallback != fleet::PlacementFallback::none;
    if (!placement.ground && !fell_back && !placement.weighed) return std::nullopt;
    std::string json;
    wire::JsonWriter writer(json);
    writer.begin_object().member("reason", name_of(placement.reason));
    if (placement.ground) writer.member("figures", name_of(*placement.ground));
    if (fell_back) writer.member("fallback", name_of(placement.fallback));
    if (placement.weighed) write_weighed(*placement.weighed, writer);
    writer.end_object();
    return json;
}

std::optional<std::string> deferral_json(const Outcome& outcome) {
    if (!outcome.deferral) return std::nullopt;
    std::string json;
    wire::JsonWriter writer(json);
    writer.begin_object().member("ended", name_of(outcome.deferral->end));
    writer.member("waited_seconds", outcome.deferral->waited.count()).end_object();
    return json;
}

void write_placement(const Outcome& outcome, wire::JsonWriter& writer) {
    if (const auto placement = placement_json(outcome)) writer.key("placement").raw(*placement);
    if (const auto deferral = deferral_json(outcome)) writer.key("deferral").raw(*deferral);
}

}  // namespace greeninfer::pipeline
