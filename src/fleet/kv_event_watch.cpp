#include "fleet/kv_event_watch.hpp"

#include <algorithm>

namespace greeninfer::fleet {

namespace {

// Of an engine that has not said yet how much its cache holds: a million tokens.
constexpr std::size_t kAssumedBlocks = 65'536;

std::unique_ptr<EngineBlocks> blocks_of(const Endpoint& endpoint) {
    if (!endpoint.state->prefix) return nullptr;
    return std::make_unique<EngineBlocks>(endpoint.state->prefix, endpoint.model, kAssumedBlocks);
}

}  // namespace

void KvEventWatch::watch(const Endpoints& endpoints) {
    std::vector<Watched> now;
    std::vector<net::Feed> feeds;
    for (const auto& endpoint : endpoints) {
        if (endpoint->kv_events.url.empty()) continue;
        auto source = source_for(*endpoint);
        feeds.push_back({endpoint->kv_events, source});
        now.push_back({endpoint, std::move(source)});
    }
    watched_ = std::move(now);
    if (feeds_) feeds_->listen(std::move(feeds));
}

// The one that is there, if the endpoint is the same and publishes where it did.
std::shared_ptr<KvEventSource> KvEventWatch::source_for(const Endpoint& endpoint) const {
    const auto before = std::ranges::find_if(watched_, [&](const Watched& one) {
        return one.endpoint->state == endpoint.state && one.endpoint->kv_events == endpoint.kv_events;
    });
    if (before != watched_.end()) return before->source;
    const bool has_replay = !endpoint.kv_events.question_url.empty();
    return std::make_shared<KvEventSource>(endpoint.state, blocks_of(endpoint), has_replay, clock_);
}

}  // namespace greeninfer::fleet
