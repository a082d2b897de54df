#include "fleet/strategy_settings.hpp"

#include "config/fields.hpp"

namespace greeninfer::fleet {

void describe(config::Fields& fields, StrategySettings& settings) {
    using config::kGiB, config::kMiB, config::Number, config::OneOf, config::Size;
    fields.value(
        "strategy", settings.strategy, OneOf<Strategy>{kStrategyNames},
        "By what one of a model's endpoints is chosen: the least predicted time and carbon, counting what each "
        "has of the prompt in its cache; the fewest requests in flight; in turn; or the same for all requests "
        "of a session. `green_routing` limits each of them.");
    fields.value(
        "fallback", settings.fallback, OneOf<Strategy>{kStrategyNames},
        "The strategy for requests that the first one has nothing to go by: without a session, or with a prompt "
        "too short to be found in a cache. Not kv_aware or session.");
    fields.value("exploration", settings.exploration, Number{0, 0.5},
                 "Share of requests that kv_aware sends to any endpoint that is fast and clean enough, so that its "
                 "figures of all of them stay fresh.");
    fields.value(
        "index_memory", settings.index_memory_bytes, Size{kMiB, 64 * kGiB},
        "Most memory for the index of what endpoints have in their caches, about 95 bytes for each 64 bytes of "
        "text. Needs a restart to change.");
    const bool decides = settings.fallback == Strategy::least_busy || settings.fallback == Strategy::round_robin;
    fields.require(decides, "fallback", "must decide about every request; use least_busy or round_robin");
}

}  // namespace greeninfer::fleet
