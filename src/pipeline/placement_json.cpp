#include "pipeline/placement_json.hpp"

namespace greeninfer::pipeline {

std::optional<std::string_view> region_of(const Outcome& outcome) {
    if (!outcome.endpoint || outcome.endpoint->region.empty()) return std::nullopt;
    return outcome.endpoint->region;
}

std::optional<std::string> placement_json(const Outcome& outcome) {
    const fleet::Placement& placement = outcome.placement;
    const bool fell_back = placement.fallback != fleet::PlacementFallback::none;
    if (!placement.ground && !fell_back) return std::nullopt;
    std::string json;
    wire::JsonWriter writer(json);
    writer.begin_object().member("reason", name_of(placement.reason));
    if (placement.ground) writer.member("figures", name_of(*placement.ground));
    if (fell_back) writer.member("fallback", name_of(placement.fallback));
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
