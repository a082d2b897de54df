#include "fleet/engine_blocks.hpp"

#include <algorithm>

namespace greeninfer::fleet {

namespace {

// Of English text with the usual vocabularies.
constexpr std::size_t kBytesPerToken = 4;

}  // namespace

EngineBlocks::EngineBlocks(std::shared_ptr<const IndexedEndpoint> texts, std::string model, std::size_t capacity_blocks)
    : texts_(std::move(texts)),
      tokens_(IndexedEndpoint::in(texts_->shared_index(), capacity_blocks)),
      model_(std::move(model)),
      capacity_blocks_(std::max<std::size_t>(1, capacity_blocks)) {}

void EngineBlocks::stored(const StoredBlocks& blocks, Moment now) {
    if (blocks.tokens_per_block == 0 || blocks.tokens.size() < blocks.hashes.size() * blocks.tokens_per_block) return;
    if (tokens_per_block_ != 0 && blocks.tokens_per_block != tokens_per_block_) cleared();
    tokens_per_block_ = blocks.tokens_per_block;
    BlockHash last = root_of_tokens(texts_->index().seed(), model_, tokens_per_block_);
    if (blocks.parent) {
        const auto parent = known_.find(*blocks.parent);
        if (parent == known_.end()) return;  // Stored before we listened: where it stands in a prompt is unknown.
        last = parent->second;
    }
    std::vector<BlockHash> chain;
    for (std::size_t i = 0; i < blocks.hashes.size(); ++i) {
        last = hash_tokens(last, blocks.tokens.subspan(i * tokens_per_block_, tokens_per_block_));
        chain.push_back(last);
        remember(blocks.hashes[i], last);
    }
    if (tokens_) tokens_->index().confirm(tokens_->number(), chain, now);
}

void EngineBlocks::remember(EngineHash engine_hash, BlockHash hash) {
    if (known_.insert_or_assign(engine_hash, hash).second) stored_order_.push_back(engine_hash);
    while (known_.size() > capacity_blocks_ || stored_order_.size() > 2 * capacity_blocks_) {
        const EngineHash oldest = stored_order_.front();
        stored_order_.pop_front();
        // One that was removed and stored again stands in the order twice; forgetting it early costs a hint.
        known_.erase(oldest);
    }
}

void EngineBlocks::set_capacity(std::size_t blocks) {
    capacity_blocks_ = std::max<std::size_t>(1, blocks);
    if (tokens_) tokens_->index().set_capacity(tokens_->number(), capacity_blocks_);
}

void EngineBlocks::removed(std::span<const EngineHash> hashes) {
    std::vector<BlockHash> gone;
    for (const EngineHash engine_hash : hashes) {
        const auto found = known_.find(engine_hash);
        if (found == known_.end()) continue;
        gone.push_back(found->second);
        known_.erase(found);
    }
    if (gone.empty()) return;
    if (tokens_) tokens_->index().drop(tokens_->number(), gone);
    texts_->index().trim(texts_->number(), resident_tokens() * kBytesPerToken / kBlockBytes);
}

void EngineBlocks::cleared() {
    known_.clear();
    stored_order_.clear();
    if (tokens_) tokens_->index().clear(tokens_->number());
    texts_->index().clear(texts_->number());
}

}  // namespace greeninfer::fleet
