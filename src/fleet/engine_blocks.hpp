#pragma once
// What an engine itself says of the blocks of tokens in its cache, in the terms of the prefix index.
//
// An engine names blocks by hashes of its own making. Here each gets the chained hash that a request of the same tokens
// would have, so neither the engine's hash function nor its seed matters. Requests of text know no tokens: of these the
// index keeps, oldest first, no more than the tokens that the engine still holds would be as text.
//
// Bounded: when more blocks are stored than `capacity_blocks`, those stored first are forgotten. One per endpoint;
// belongs to the core that listens to the engine.
#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "fleet/prefix_index.hpp"

namespace greeninfer::fleet {

using EngineHash = std::uint64_t;  // as the engine says it; of longer ones the first 8 bytes

struct StoredBlocks {
    std::optional<EngineHash> parent;  // absent: the first block of a prompt
    std::span<const EngineHash> hashes;
    std::span<const std::uint32_t> tokens;  // of all of them, in order
    std::size_t tokens_per_block = 0;
};

class EngineBlocks {
public:
    // `texts` is the endpoint's place for texts; its tokens get one of their own. `model` is the catalogue's name.
    EngineBlocks(std::shared_ptr<const IndexedEndpoint> texts, std::string model, std::size_t capacity_blocks);

    void stored(const StoredBlocks& blocks, Moment now);
    void removed(std::span<const EngineHash> hashes);
    // Also for a restart, and for a gap in what was heard that cannot be filled.
    void cleared();

    // As the engine says how much its cache holds.
    void set_capacity(std::size_t blocks);

    std::uint64_t resident_tokens() const { return known_.size() * tokens_per_block_; }
    // Where its blocks of tokens are in the index; null when there was no number left.
    const std::shared_ptr<const IndexedEndpoint>& tokens() const { return tokens_; }
    std::size_t tokens_per_block() const { return tokens_per_block_; }  // 0: nothing was heard yet

private:
    void remember(EngineHash engine_hash, BlockHash hash);

    const std::shared_ptr<const IndexedEndpoint> texts_;
    const std::shared_ptr<const IndexedEndpoint> tokens_;
    const std::string model_;
    std::size_t capacity_blocks_;
    std::size_t tokens_per_block_ = 0;
    std::unordered_map<EngineHash, BlockHash> known_;
    std::deque<EngineHash> stored_order_;  // oldest first; may name what was removed since
};

}  // namespace greeninfer::fleet
