#pragma once
// Which prompts an engine with slots holds, so that the index forgets what the engine has given away.
//
// llama-server keeps one prompt in each slot. A new one is read into the slot whose prompt begins most like it, where
// that is a tenth of it, else into the one that was free for longest; what was there behind the common beginning is
// gone. An index that forgets by size alone goes on believing in beginnings that were displaced long before, and
// prompts are sent where they must be read again. One per such engine; any core, under a lock of its own.
#include <list>
#include <mutex>
#include <span>
#include <vector>

#include "fleet/block_hash.hpp"

namespace greeninfer::fleet {

class HeldPrompts {
public:
    static constexpr double kAlikeShare = 0.1;

    explicit HeldPrompts(std::size_t slots) : slots_(slots) {}

    // A prompt is sent there. The blocks that it displaces.
    std::vector<BlockHash> take(std::span<const BlockHash> prompt);
    // It is answered; from now on another may take its slot.
    void release(std::span<const BlockHash> prompt);

private:
    using Blocks = std::vector<BlockHash>;
    struct Slot {
        Blocks prompt;
        bool is_busy;
    };
    using Slots = std::list<Slot>;

    Slots::iterator displaced_by(std::span<const BlockHash> prompt);
    void give_away(Slots::iterator slot, std::span<const BlockHash> prompt, Blocks& displaced);

    const std::size_t slots_;
    std::mutex changing_;
    Slots taken_;  // from the one that was free for longest
};

}  // namespace greeninfer::fleet
