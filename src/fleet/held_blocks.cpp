#include "fleet/held_blocks.hpp"

#include <algorithm>

namespace greeninfer::fleet {

HeldBlocks::HeldBlocks(std::size_t blocks_max, OwnerTable& owners)
    : blocks_max_(std::max<std::size_t>(1, blocks_max)),
      owners_(owners),
      nodes_(blocks_max_ + 1),
      chains_(blocks_max_) {}

std::uint32_t& HeldBlocks::chain_of(EndpointNumber endpoint, BlockHash hash) const {
    const std::uint64_t mixed = (hash + endpoint) * 0x9E3779B97F4A7C15ULL;  // 2^64 / golden ratio
    return chains_[static_cast<std::size_t>(static_cast<unsigned __int128>(mixed) * blocks_max_ >> 64)];
}

HeldBlocks::NodeNumber HeldBlocks::find(EndpointNumber endpoint, BlockHash hash) const {
    NodeNumber number = chain_of(endpoint, hash);
    while (number != 0 && (nodes_[number].hash != hash || nodes_[number].endpoint != endpoint)) {
        number = nodes_[number].next_in_chain;
    }
    return number;
}

void HeldBlocks::link(Ends& ends, Links Node::* links, NodeNumber number) {
    (nodes_[number].*links) = {.newer = 0, .older = ends.newest};
    (ends.newest != 0 ? (nodes_[ends.newest].*links).newer : ends.oldest) = number;
    ends.newest = number;
}

void HeldBlocks::unlink(Ends& ends, Links Node::* links, NodeNumber number) {
    const Links at = nodes_[number].*links;
    (at.newer != 0 ? (nodes_[at.newer].*links).older : ends.newest) = at.older;
    (at.older != 0 ? (nodes_[at.older].*links).newer : ends.oldest) = at.newer;
}

void HeldBlocks::touch(EndpointNumber endpoint, BlockHash hash, Moment::rep expires) {
    List& list = lists_[endpoint];
    if (list.capacity == 0) return;
    NodeNumber number = find(endpoint, hash);
    const bool is_new = number == 0;
    if (is_new) {
        number = make(endpoint, hash);
    } else {
        unlink(list.by_use, &Node::by_use, number);
    }
    link(list.by_use, &Node::by_use, number);
    if (is_new || nodes_[number].expires != kConfirmed) set_expiry(number, expires);
    owners_.add(hash, endpoint);
}

// Also in the list by expiry, which stays in order.
void HeldBlocks::set_expiry(NodeNumber number, Moment::rep expires) {
    Node& node = nodes_[number];
    Ends& ends = lists_[node.endpoint].by_expiry;
    if (node.expires != kConfirmed) unlink(ends, &Node::by_expiry, number);
    if (expires != kConfirmed) {
        if (ends.newest != 0) expires = std::max(expires, nodes_[ends.newest].expires);
        link(ends, &Node::by_expiry, number);
    }
    node.expires = expires;
}

HeldBlocks::NodeNumber HeldBlocks::make(EndpointNumber endpoint, BlockHash hash) {
    const NodeNumber number = take_node(endpoint);
    NodeNumber& chain = chain_of(endpoint, hash);
    nodes_[number] = {.hash = hash,
                      .expires = kConfirmed,
                      .next_in_chain = chain,
                      .by_use = {},
                      .by_expiry = {},
                      .endpoint = endpoint};
    chain = number;
    ++lists_[endpoint].count;
    ++count_;
    return number;
}

HeldBlocks::NodeNumber HeldBlocks::take_node(EndpointNumber endpoint) {
    if (count(endpoint) >= capacity(endpoint)) drop_oldest(endpoint);
    if (free_ == 0 && touched_ < blocks_max_) return ++touched_;
    if (free_ == 0) drop_oldest(fullest());
    const NodeNumber number = free_;
    free_ = nodes_[number].next_in_chain;
    return number;
}

EndpointNumber HeldBlocks::fullest() const {
    const auto blocks_of = [](const List& list) { return list.count.load(kRelaxed); };
    return static_cast<EndpointNumber>(std::ranges::max_element(lists_, {}, blocks_of) - lists_.begin());
}

void HeldBlocks::release(NodeNumber number) {
    Node& node = nodes_[number];
    set_expiry(number, kConfirmed);
    List& list = lists_[node.endpoint];
    unlink(list.by_use, &Node::by_use, number);
    NodeNumber* chain = &chain_of(node.endpoint, node.hash);
    while (*chain != number) chain = &nodes_[*chain].next_in_chain;
    *chain = node.next_in_chain;
    owners_.remove(node.hash, node.endpoint);
    --list.count;
    --count_;
    node.next_in_chain = free_;
    free_ = number;
}

bool HeldBlocks::drop(EndpointNumber endpoint, BlockHash hash, bool only_expected) {
    const NodeNumber number = find(endpoint, hash);
    if (number == 0 || (only_expected && nodes_[number].expires == kConfirmed)) return false;
    release(number);
    return true;
}

bool HeldBlocks::drop_oldest(EndpointNumber endpoint) {
    const NodeNumber oldest = lists_[endpoint].by_use.oldest;
    if (oldest != 0) release(oldest);
    return oldest != 0;
}

Moment::rep HeldBlocks::drop_expired(Moment::rep until, std::size_t most) {
    Moment::rep next = kConfirmed;
    for (List& list : lists_) {
        for (std::size_t i = 0; i < most; ++i) {
            const NodeNumber first = list.by_expiry.oldest;
            if (first == 0 || nodes_[first].expires > until) break;
            release(first);
        }
        const NodeNumber first = list.by_expiry.oldest;
        if (first != 0) next = next == kConfirmed ? nodes_[first].expires : std::min(next, nodes_[first].expires);
    }
    return next;
}

}  // namespace greeninfer::fleet
