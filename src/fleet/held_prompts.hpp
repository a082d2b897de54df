#pragma once
// Which prompt each slot of an engine holds, and which slot the next one takes.
//
// llama-server keeps one prompt in each slot and reads a new one over another: left to itself over the one that begins
// most like it. So two conversations behind the same instructions displace each other's turns again and again, while
// another slot is empty. Here a prompt is read where that costs least, counting what it displaces; and the index
// forgets what is gone, which one that goes by size alone would long believe in. What a busy slot holds helps no other
// prompt. One per such engine; any core, under a lock of its own.
#include <cstdint>
#include <deque>
#include <mutex>
#include <optional>
#include <span>
#include <vector>

#include "fleet/block_hash.hpp"

namespace greeninfer::fleet {

class HeldPrompts {
public:
    // As often what is displaced would have been wanted again, since conversations go on: a guess. With 5 and with 8
    // generated conversations read as little again; 2 is better for far more conversations than slots, and else worse.
    static constexpr double kReturns = 6;

    using Blocks = std::vector<BlockHash>;
    using Ticket = std::uint64_t;

    // What reading a prompt now comes to.
    struct Prospect {
        std::size_t found_blocks = 0;  // of it, in the slot that it would take; all slots have those where all are busy
        std::size_t displaced_blocks = 0;  // of others, which no slot has afterwards
    };
    struct Taken {
        Ticket ticket = 0;
        std::optional<std::size_t> slot = {};  // none: it waits for the one that is free first
        Blocks displaced = {};
    };

    explicit HeldPrompts(std::size_t slots) : slots_(slots) {}

    Prospect prospect(std::span<const BlockHash> prompt) const;
    // A prompt is sent there.
    Taken take(std::span<const BlockHash> prompt);
    // It is answered, or given up. The blocks that are displaced by who waited for its slot.
    Blocks release(Ticket ticket);
    // The engine was started again: nothing is held, taken or waited for, whenever those who were there give up.
    void forget();

private:
    static constexpr Ticket kNobody = 0;
    struct Slot {
        Blocks prompt = {};
        Ticket holder = kNobody;
        Ticket last_used = 0;
    };
    struct Waiting {
        Ticket ticket;
        Blocks prompt;
    };

    const Slot* cheapest(std::span<const BlockHash> prompt) const;
    std::size_t kept_blocks(const Slot& slot, std::span<const BlockHash> prompt) const;
    std::size_t displaced_blocks(const Slot& slot, std::span<const BlockHash> prompt) const;
    Blocks give(Slot& slot, Ticket ticket, std::span<const BlockHash> prompt);

    mutable std::mutex changing_;
    std::vector<Slot> slots_;
    std::deque<Waiting> waiting_;  // in the order in which the engine takes them
    Ticket last_ticket_ = kNobody;
};

}  // namespace greeninfer::fleet
