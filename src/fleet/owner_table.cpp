#include "fleet/owner_table.hpp"

#include <algorithm>

namespace greeninfer::fleet {

OwnerTable::OwnerTable(std::size_t places)
    : buckets_(std::max<std::size_t>(2, places / kBucket)),
      hashes_(buckets_ * kBucket),
      words_(buckets_ * kBucket * EndpointSet::kWords),
      used_(buckets_ * kBucket) {}

void OwnerTable::add(BlockHash hash, EndpointNumber owner) {
    std::size_t place = find(hash);
    if (place == kNowhere) {
        place = place_for(hash);
        hash_at(place).store(hash, std::memory_order_release);
    }
    used_[place] = ++now_;
    const auto word = word_at(place, owner / 64);
    word.store(word.load(std::memory_order_relaxed) | std::uint64_t{1} << (owner % 64), std::memory_order_release);
}

void OwnerTable::remove(BlockHash hash, EndpointNumber owner) {
    const std::size_t place = find(hash);
    if (place == kNowhere) return;  // It gave way to another block.
    const auto word = word_at(place, owner / 64);
    word.store(word.load(std::memory_order_relaxed) & ~(std::uint64_t{1} << (owner % 64)), std::memory_order_release);
    if (owners(hash).empty()) empty_place(place);
}

// A free place in the emptier bucket; where both are full, that of the block that was used longest ago.
std::size_t OwnerTable::place_for(BlockHash hash) {
    std::size_t free_place = kNowhere, oldest = kNowhere;
    std::size_t most_free = 0;
    for (const std::size_t bucket : {first_bucket(hash), second_bucket(hash)}) {
        std::size_t free = 0, free_here = kNowhere;
        for (std::size_t i = 0; i < kBucket; ++i) {
            const std::size_t place = place_in(bucket, hash, i);
            if (hashes_[place] == 0) {
                if (free++ == 0) free_here = place;
            } else if (oldest == kNowhere || now_ - used_[place] > now_ - used_[oldest]) {
                oldest = place;  // Differences are right also after the count has wrapped around.
            }
        }
        if (free > most_free) {
            most_free = free;
            free_place = free_here;
        }
    }
    if (free_place != kNowhere) return free_place;
    ++gave_way_;
    empty_place(oldest);
    return oldest;
}

void OwnerTable::empty_place(std::size_t place) {
    hash_at(place).store(0, std::memory_order_release);
    for (std::size_t word = 0; word < EndpointSet::kWords; ++word) {
        word_at(place, word).store(0, std::memory_order_release);
    }
}

}  // namespace greeninfer::fleet
