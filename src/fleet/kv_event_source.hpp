#pragma once
// The events of one engine, from the frames of its publisher to the blocks of its endpoint in the prefix index.
//
// Lives on the thread of the feeds, which may be busy with them for as long as it takes: no request waits for it. Its
// counts may be read anywhere.
#include <memory>
#include <set>

#include "fleet/endpoint.hpp"
#include "fleet/engine_blocks.hpp"
#include "fleet/kv_event.hpp"
#include "fleet/kv_event_counts.hpp"
#include "fleet/kv_event_order.hpp"
#include "net/event_feeds.hpp"

namespace greeninfer::fleet {

class KvEventSource final : public net::FeedHandler, private KvBatchListener {
public:
    // `blocks` may be null: the endpoint is in no index, and its events are only counted.
    KvEventSource(std::shared_ptr<EndpointState> state, std::unique_ptr<EngineBlocks> blocks, bool has_replay,
                  const Clock& clock);
    ~KvEventSource() override;  // What it told is not kept up any longer.
    KvEventSource(const KvEventSource&) = delete;
    KvEventSource& operator=(const KvEventSource&) = delete;

    void on_connected() override;
    void on_disconnected() override;
    void on_message(std::span<const std::string_view> frames) override;
    void on_reply(std::span<const std::string_view> frames) override;
    std::optional<std::string> question() override;

    const KvEventCounts& counts() const { return counts_; }

private:
    void on_batch(std::string_view payload) override;
    void on_duplicate() override { counts_.duplicates.add(); }
    void on_loss(KvLoss loss) override;

    void apply(const KvBlocksStored& event);
    void apply(const KvBlocksRemoved& event);
    void apply(const KvAllCleared& event);
    bool is_followed(std::string_view medium, const std::optional<std::int64_t>& group) const;
    void follow_size();
    void clear_blocks();
    void tell();
    void count_blocks();

    const std::shared_ptr<EndpointState> state_;
    const std::unique_ptr<EngineBlocks> blocks_;
    std::uint64_t capacity_blocks_ = 0;  // as last reported
    const Clock& clock_;
    KvEventOrder order_;
    std::set<std::optional<std::int64_t>> windowed_groups_;
    KvEventCounts counts_;
};

}  // namespace greeninfer::fleet
