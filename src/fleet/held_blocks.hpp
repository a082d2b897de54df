#pragma once
// Which blocks each endpoint holds, from the freshest to the oldest, within its capacity and that of the whole.
//
// A map and a list per endpoint would allocate with every block and grow with every endpoint. Here all endpoints share
// one pool of nodes of fixed size, found by hash and linked in the order of use: what is new takes the place of the
// oldest of its endpoint, or, when the pool is used up, of the one that holds most. Keeps the table of owners in step.
// One writer at a time; the prefix index sees to that.
#include <array>
#include <atomic>
#include <cstdint>

#include "base/clock.hpp"
#include "fleet/owner_table.hpp"

namespace greeninfer::fleet {

class HeldBlocks {
public:
    static constexpr std::size_t kBytesPerBlock = 40 + sizeof(std::uint32_t);
    static constexpr Moment::rep kConfirmed = 0;

    HeldBlocks(std::size_t blocks_max, OwnerTable& owners);

    void open(EndpointNumber endpoint, std::size_t capacity) { lists_[endpoint].capacity = capacity; }
    // Now its freshest. `expires` is kConfirmed or when it is forgotten; a confirmed block stays so, and of two times
    // the later counts, also among the blocks of one endpoint: those expected later never expire earlier.
    void touch(EndpointNumber endpoint, BlockHash hash, Moment::rep expires);
    // False when it has it not; with `only_expected` also when it is confirmed.
    bool drop(EndpointNumber endpoint, BlockHash hash, bool only_expected);
    // False when it holds none.
    bool drop_oldest(EndpointNumber endpoint);
    // Drops what expires until then, at most `most` blocks of each endpoint. When the next one expires; kConfirmed when
    // none will.
    Moment::rep drop_expired(Moment::rep until, std::size_t most);

    // From any thread.
    std::size_t count(EndpointNumber endpoint) const { return lists_[endpoint].count.load(kRelaxed); }
    std::size_t capacity(EndpointNumber endpoint) const { return lists_[endpoint].capacity.load(kRelaxed); }
    std::size_t count() const { return count_; }
    std::size_t reserved_bytes() const { return nodes_.size_bytes() + chains_.size_bytes(); }

private:
    static constexpr auto kRelaxed = std::memory_order_relaxed;
    using NodeNumber = std::uint32_t;  // 0: none
    struct Links {
        NodeNumber newer, older;
    };
    struct Node {
        BlockHash hash;
        Moment::rep expires;
        NodeNumber next_in_chain;
        Links by_use, by_expiry;
        EndpointNumber endpoint;
    };
    static_assert(sizeof(Node) == 40);
    struct Ends {
        NodeNumber newest = 0, oldest = 0;
    };
    struct List {
        Ends by_use, by_expiry;
        std::atomic<std::size_t> count = 0, capacity = 0;
    };

    std::uint32_t& chain_of(EndpointNumber endpoint, BlockHash hash) const;
    NodeNumber find(EndpointNumber endpoint, BlockHash hash) const;
    NodeNumber take_node(EndpointNumber endpoint);
    NodeNumber make(EndpointNumber endpoint, BlockHash hash);
    void release(NodeNumber number);
    void set_expiry(NodeNumber number, Moment::rep expires);
    void link(Ends& ends, Links Node::* links, NodeNumber number);
    void unlink(Ends& ends, Links Node::* links, NodeNumber number);
    EndpointNumber fullest() const;

    const std::size_t blocks_max_;
    OwnerTable& owners_;
    const ZeroedMemory<Node> nodes_;         // [0] is not used
    const ZeroedMemory<NodeNumber> chains_;  // the first node of each chain
    std::array<List, EndpointSet::kSize> lists_ = {};
    NodeNumber free_ = 0;     // nodes that were used before, linked by next_in_chain
    NodeNumber touched_ = 0;  // nodes above were never used
    std::size_t count_ = 0;
};

}  // namespace greeninfer::fleet
