#include "energy/gain_metrics.hpp"

#include <algorithm>
#include <cmath>
#include <string_view>

namespace greeninfer::energy {

namespace {

using telemetry::MetricFamily;
using telemetry::MetricType;

constexpr MetricFamily kSaved = {
    "greeninfer_carbon_saved_grams_total",
    MetricType::counter,
    "Grams less than a baseline would have caused, which differs by kind, so kinds never add up: attributed and "
    "incremental (average energy; what a running server really draws less) against the largest model, green_routing "
    "against an even spread over the model's places, preview against the answer that nobody asked for any more, "
    "prefix_cache against reading the whole prompt; *_lost is what was more.",
    {"kind"}};
constexpr MetricFamily kPrefixTokens = {"greeninfer_prefix_hit_tokens_total",
                                        MetricType::counter,
                                        "Prompt tokens that model servers took from their prefix caches, as they "
                                        "reported them, by cluster.",
                                        {"cluster"}};
constexpr MetricFamily kPrefixJoules = {"greeninfer_prefix_saved_joules_total", MetricType::counter,
                                        "Facility energy that reading those tokens would have taken, estimated."};
constexpr MetricFamily kRoutingTokens = {"greeninfer_prefix_routing_tokens_total",
                                         MetricType::counter,
                                         "Prompt tokens not read again because prompts went where their prefix was, "
                                         "against sending them in turn; estimated from the same index. What was lost "
                                         "is what load or carbon cost in tokens.",
                                         {"direction"}};
constexpr MetricFamily kRoutingSeconds = {"greeninfer_prefix_routing_seconds_total",
                                          MetricType::counter,
                                          "Time of answers that the same saved, estimated.",
                                          {"direction"}};
constexpr MetricFamily kRoutingJoules = {"greeninfer_prefix_routing_joules_total",
                                         MetricType::counter,
                                         "Facility energy that the same saved, estimated.",
                                         {"direction"}};
constexpr MetricFamily kRoutingGrams = {"greeninfer_prefix_routing_grams_total",
                                        MetricType::counter,
                                        "Grams of CO2e that the same saved, estimated; the choice of region is in it.",
                                        {"direction"}};
constexpr MetricFamily kOptimizerTokens = {"greeninfer_optimizer_tokens_saved_total", MetricType::counter,
                                           "Prompt tokens that were not sent because the prompt was shortened."};
constexpr std::array<std::string_view, 9> kKindNames = {"attributed",       "attributed_lost", "incremental",
                                                        "incremental_lost", "green_routing",   "green_routing_lost",
                                                        "preview",          "preview_lost",    "prefix_cache"};

}  // namespace

GainMetrics::GainMetrics(telemetry::LabelNames& names) {
    std::ranges::transform(kKindNames, kind_labels_.begin(), [&](auto name) { return names.intern(name); });
    balance_labels_ = {names.intern("saved"), names.intern("lost")};
}

void GainMetrics::record(Kind kind, Carbon saved) {
    const std::size_t lost = saved < Carbon() ? 1 : 0;
    saved_.at({kind_labels_[static_cast<std::size_t>(kind) + lost]}).add(std::abs(saved.as_grams()));
}

void GainMetrics::record_models(Carbon attributed, Carbon incremental) {
    record(Kind::attributed, attributed);
    record(Kind::incremental, incremental);
}

void GainMetrics::record_green_routing(Carbon saved) {
    record(Kind::green_routing, saved);
}

void GainMetrics::record_preview(Carbon saved) {
    record(Kind::preview, saved);
}

void GainMetrics::record_prefix(telemetry::LabelId cluster, const PrefixGain& gain) {
    prefix_tokens_.at({cluster}).add(gain.tokens);
    prefix_joules_.add(gain.energy.as_joules());
    record(Kind::prefix_cache, gain.carbon);
}

void GainMetrics::add(Balance& balance, double amount) {
    balance.at({balance_labels_[amount < 0 ? 1 : 0]}).add(std::abs(amount));
}

void GainMetrics::record_routing(const RoutingGain& gain) {
    add(routing_tokens_, gain.tokens);
    add(routing_seconds_, gain.seconds);
    if (gain.energy) add(routing_joules_, gain.energy->as_joules());
    if (gain.carbon) add(routing_grams_, gain.carbon->as_grams());
}

void GainMetrics::write(telemetry::MetricsWriter& writer, telemetry::Shards<GainMetrics> cores,
                        const telemetry::LabelNames& names) {
    write_sum(writer, kSaved, cores, &GainMetrics::saved_, names);
    write_sum(writer, kPrefixTokens, cores, &GainMetrics::prefix_tokens_, names);
    write_sum(writer, kPrefixJoules, cores, &GainMetrics::prefix_joules_);
    write_sum(writer, kRoutingTokens, cores, &GainMetrics::routing_tokens_, names);
    write_sum(writer, kRoutingSeconds, cores, &GainMetrics::routing_seconds_, names);
    write_sum(writer, kRoutingJoules, cores, &GainMetrics::routing_joules_, names);
    write_sum(writer, kRoutingGrams, cores, &GainMetrics::routing_grams_, names);
    write_sum(writer, kOptimizerTokens, cores, &GainMetrics::optimizer_tokens_saved);
}

}  // namespace greeninfer::energy
