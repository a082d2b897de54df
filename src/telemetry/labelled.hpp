#pragma once
// One counter, gauge or histogram for each combination of labels that has occurred on this core.
//
// A dense table over all routes, models, tiers, modes and codes would hold millions of zeros; a shared map would need a
// lock. Here the owning core finds a value through its private map and appends a new one to a list that a scrape walks
// without a lock: elements are never moved or removed. Memory is allocated only when a combination occurs first.
#include <array>
#include <atomic>
#include <cstddef>
#include <unordered_map>
#include <utility>

#include "telemetry/label_names.hpp"

namespace greeninfer::telemetry {

template <std::size_t kLabels>
using LabelKey = std::array<LabelId, kLabels>;

struct LabelKeyHash {
    template <std::size_t kLabels>
    std::size_t operator()(const LabelKey<kLabels>& key) const {
        std::uint64_t hash = 0;
        for (const LabelId id : key)
            hash = (hash ^ id) * 0x9E3779B97F4A7C15ULL;  // 2^64 / golden ratio: spreads small ids
        return hash ^ (hash >> 32);
    }
};

// Value is Counter, Amount, Gauge, or a histogram type that knows its own bounds.
template <class Value, std::size_t kLabels>
class Labelled {
public:
    using Key = LabelKey<kLabels>;
    using Number = decltype(std::declval<const Value&>().value());

    Labelled() = default;
    ~Labelled() {
        for (Node* node = newest_.load(); node != nullptr;) delete std::exchange(node, node->next);
    }
    Labelled(const Labelled&) = delete;
    Labelled& operator=(const Labelled&) = delete;

    // For the owning core only. The reference stays valid as long as this object.
    Value& at(const Key& key) {
        const auto known = nodes_.find(key);
        return known != nodes_.end() ? known->second->value : append(key);
    }

    // From any thread: visit(key, number) for each combination so far.
    template <class Visit>
    void for_each(Visit&& visit) const {
        for (const Node* node = newest_.load(std::memory_order_acquire); node != nullptr; node = node->next)
            visit(node->key, node->value.value());
    }

private:
    struct Node {
        Key key;
        Node* next;  // never changes once the node can be seen
        Value value = {};
    };

    Value& append(const Key& key) {
        Node* node = new Node{key, newest_.load(std::memory_order_relaxed)};
        newest_.store(node, std::memory_order_release);
        nodes_.emplace(key, node);
        return node->value;
    }

    std::atomic<Node*> newest_ = nullptr;
    std::unordered_map<Key, Node*, LabelKeyHash> nodes_;
};

}  // namespace greeninfer::telemetry
