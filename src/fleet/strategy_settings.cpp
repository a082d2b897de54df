#include "fleet/strategy_settings.hpp"

#include "config/fields.hpp"

namespace greeninfer::fleet {

static constexpr std::array<std::string_view, 2> kNoAndYes = {"false", "true"};

void describe(config::Fields& fields, StrategySettings& settings) {
    using config::kGiB, config::kMiB, config::Number, config::OneOf, config::Size, config::Duration;
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
    fields.value("share_prefixes", settings.shares_prefixes, OneOf<bool>{kNoAndYes},
                 "Clients find each other's prompts in the caches. Sooner answers where they begin alike, such as with "
                 "one system prompt; but a client can then learn whether another has sent a text that it guesses.");
    fields.value(
        "tokenize_timeout", settings.tokenize_timeout, Duration{std::chrono::milliseconds(0), std::chrono::seconds(5)},
        "Longest wait for a model server that publishes cache events to say which tokens a prompt of more than 1 KiB "
        "is (POST /tokenize), so that it is looked for in what the events told. 0 asks nobody. With `clients` it is "
        "done only where `share_prefixes` is on, since engines do not say whose their blocks are.");
    const bool decides = settings.fallback == Strategy::least_busy || settings.fallback == Strategy::round_robin;
    fields.require(decides, "fallback", "must decide about every request; use least_busy or round_robin");
}

}  // namespace greeninfer::fleet
