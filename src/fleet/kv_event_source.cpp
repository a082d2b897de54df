#include "fleet/kv_event_source.hpp"

#include <utility>

namespace greeninfer::fleet {

namespace {

constexpr std::size_t kSequenceBytes = 8;
constexpr std::uint64_t kEndOfReplay = ~std::uint64_t{0};  // -1

std::uint64_t from_big_endian(std::string_view bytes) {
    std::uint64_t number = 0;
    for (const char byte : bytes) number = number << 8U | static_cast<unsigned char>(byte);
    return number;
}

std::string to_big_endian(std::uint64_t number) {
    std::string bytes(kSequenceBytes, '\0');
    for (auto byte = bytes.rbegin(); byte != bytes.rend(); ++byte, number >>= 8U) *byte = static_cast<char>(number);
    return bytes;
}

struct NumberedBatch {
    std::uint64_t sequence = 0;
    std::string_view payload;
};

// The number and the batch are the last two frames; a topic stands before them, in replays of newer versions only.
std::optional<NumberedBatch> numbered(std::span<const std::string_view> frames) {
    if (frames.size() < 2 || frames.size() > 3 || frames[frames.size() - 2].size() != kSequenceBytes) return {};
    return NumberedBatch{from_big_endian(frames[frames.size() - 2]), frames.back()};
}

}  // namespace

KvEventSource::KvEventSource(std::shared_ptr<EndpointState> state, std::unique_ptr<EngineBlocks> blocks,
                             bool has_replay, const Clock& clock)
    : state_(std::move(state)), blocks_(std::move(blocks)), clock_(clock), order_(*this, has_replay) {
    counts_.unheard_since = clock.now();
}

KvEventSource::~KvEventSource() {
    state_->tokens.store({});
}

void KvEventSource::on_connected() {
    order_.connected(clock_.now());
}

void KvEventSource::on_disconnected() {
    if (counts_.is_heard.exchange(false)) counts_.unheard_since = clock_.now();
    state_->tokens.store({});
    order_.disconnected();
}

void KvEventSource::on_message(std::span<const std::string_view> frames) {
    const auto batch = numbered(frames);
    if (!batch) return counts_.undecodable.add();
    order_.live(batch->sequence, batch->payload, clock_.now());
}

// That it answers at all shows that events are switched on there, even while none come.
void KvEventSource::on_reply(std::span<const std::string_view> frames) {
    const auto batch = numbered(frames);
    if (!batch) return counts_.undecodable.add();
    counts_.is_heard = true;
    if (batch->sequence == kEndOfReplay || batch->payload.empty()) return order_.replay_ended();
    order_.replayed(batch->sequence, batch->payload, clock_.now());
}

std::optional<std::string> KvEventSource::question() {
    order_.tick(clock_.now());
    const auto first = order_.take_replay_request();
    if (!first) return std::nullopt;
    counts_.replays.add();
    return to_big_endian(*first);
}

void KvEventSource::on_batch(std::string_view payload) {
    const auto batch = decode_kv_events(payload);
    if (!batch) return counts_.undecodable.add();
    counts_.is_heard = true;
    counts_.applied.add();
    counts_.unknown_events.add(batch->unknown_events);
    follow_size();
    for (const KvEvent& event : batch->events) {
        std::visit([this](const auto& one) { apply(one); }, event);
    }
    count_blocks();
    tell();
}

// From now on prompts are looked for among its tokens too.
void KvEventSource::tell() {
    if (!blocks_ || !blocks_->tokens() || blocks_->tokens_per_block() == 0) return;
    const auto told = state_->tokens.load();
    if (told && told->tokens_per_block == blocks_->tokens_per_block()) return;
    state_->tokens = std::make_shared<const TokenPlace>(blocks_->tokens(), blocks_->tokens_per_block());
}

void KvEventSource::on_loss(KvLoss loss) {
    counts_.losses[static_cast<std::size_t>(loss)].add();
    windowed_groups_.clear();
    clear_blocks();
}

// The metrics of the engine say how much its cache holds; they may come later than its first events.
void KvEventSource::follow_size() {
    const auto report = state_->report.load();
    if (!blocks_ || !report) return;
    const auto tokens = report->cache_tokens;
    const auto tokens_per_block = report->block_tokens;
    if (!tokens || !tokens_per_block) return;
    const std::uint64_t blocks = *tokens / *tokens_per_block;
    if (std::exchange(capacity_blocks_, blocks) != blocks) blocks_->set_capacity(blocks);
}

void KvEventSource::clear_blocks() {
    if (blocks_) blocks_->cleared();
    count_blocks();
}

// Groups of layers that look back a window only drop blocks that the others keep, and their events would make an index
// of what can be used from the beginning of a prompt wrong in both directions.
void KvEventSource::apply(const KvBlocksStored& event) {
    if (event.window) windowed_groups_.insert(event.group);
    if (!blocks_ || event.is_adapted || !is_followed(event.medium, event.group)) return;
    const std::size_t tokens = event.plain_blocks * event.tokens_per_block;
    blocks_->stored({.parent = event.parent,
                     .hashes = std::span(event.hashes).first(event.plain_blocks),
                     .tokens = std::span(event.tokens).first(tokens),
                     .tokens_per_block = event.tokens_per_block},
                    clock_.now());
}

void KvEventSource::apply(const KvBlocksRemoved& event) {
    if (blocks_ && is_followed(event.medium, event.group)) blocks_->removed(event.hashes);
}

void KvEventSource::apply(const KvAllCleared& /*event*/) {
    counts_.cleared.add();
    clear_blocks();
}

bool KvEventSource::is_followed(std::string_view medium, const std::optional<std::int64_t>& group) const {
    return is_accelerator(medium) && !windowed_groups_.contains(group);
}

void KvEventSource::count_blocks() {
    const std::size_t size = blocks_ ? blocks_->tokens_per_block() : 0;
    counts_.blocks.set(size == 0 ? 0 : static_cast<std::int64_t>(blocks_->resident_tokens() / size));
}

}  // namespace greeninfer::fleet
