#pragma once
// What the gateway's measures saved, each against a baseline of its own, so that no two may be added up.
//
// Savings may be negative, and a counter may not fall: such a kind has a second one for what was lost, and the
// difference is the saving. One per core.
#include <array>
#include <cstdint>
#include <optional>

#include "base/units.hpp"
#include "telemetry/labelled.hpp"
#include "telemetry/metrics_writer.hpp"
#include "telemetry/shards.hpp"

namespace greeninfer::energy {

// What a prompt's tokens in a model server's prefix cache spared: estimated by the model's own profile, since nobody
// measures what did not happen.
struct PrefixGain {
    std::uint64_t tokens = 0;
    Energy energy;  // of the facility
    Carbon carbon;
};

// What placing a prompt by its prefix spared against sending it to the next endpoint in turn: estimated from what the
// index knew when it was placed. Negative where carbon or load made another endpoint better.
struct RoutingGain {
    double tokens = 0;  // that were not read again
    double seconds = 0;
    std::optional<Energy> energy;  // of the facility
    std::optional<Carbon> carbon;  // absent where regions could not be compared
};

class GainMetrics {
public:
    explicit GainMetrics(telemetry::LabelNames& names);

    telemetry::Counter optimizer_tokens_saved;  // for the stage that shortens prompts

    // Against the largest model, which the receipt names; negative when the request cost more.
    void record_models(Carbon attributed, Carbon incremental);
    // Against spreading requests evenly over the places that could have answered.
    void record_green_routing(Carbon saved);
    // Against the full run that a preview spared.
    void record_preview(Carbon saved);
    // `cluster` is the label of the cluster whose cache it was. Nothing of a gain is negative.
    void record_prefix(telemetry::LabelId cluster, const PrefixGain& gain);

    void record_routing(const RoutingGain& gain);

    static void write(telemetry::MetricsWriter& writer, telemetry::Shards<GainMetrics> cores,
                      const telemetry::LabelNames& names);

private:
    enum class Kind : std::uint8_t {
        attributed,
        attributed_lost,
        incremental,
        incremental_lost,
        green_routing,
        green_routing_lost,
        preview,
        preview_lost,
        prefix_cache,
    };
    static constexpr std::size_t kKinds = 9;

    // Kinds that can be lost come in pairs.
    void record(Kind kind, Carbon saved);

    std::array<telemetry::LabelId, kKinds> kind_labels_ = {};
    telemetry::Labelled<telemetry::Amount, 1> saved_;
    telemetry::Labelled<telemetry::Counter, 1> prefix_tokens_;
    telemetry::Amount prefix_joules_;
    // By whether it was saved or lost.
    using Balance = telemetry::Labelled<telemetry::Amount, 1>;
    void add(Balance& balance, double amount);
    std::array<telemetry::LabelId, 2> balance_labels_ = {};
    Balance routing_tokens_, routing_seconds_, routing_joules_, routing_grams_;
};

}  // namespace greeninfer::energy
