#pragma once
// Block hash -> the endpoints that own it, in a fixed piece of memory that is read without a lock.
//
// A hash may lie in one of two buckets of eight places, each bucket's hashes being one cache line; so nine tenths of
// the places can be used before one must give way, and then it is the one that was used longest ago. A reader takes the
// hash, the owners, and the hash again: if a writer gave the place away meanwhile it has found nothing. Numbers are
// read and written as atomics, so no reader sees half of one. Writers exclude each other; that is the prefix index's
// matter.
#include <atomic>
#include <cstdint>
#include <vector>

#include "fleet/block_hash.hpp"
#include "fleet/endpoint_set.hpp"
#include "fleet/zeroed_memory.hpp"

namespace greeninfer::fleet {

class OwnerTable {
public:
    static constexpr std::size_t kBucket = 8;
    static constexpr std::size_t kBytesPerPlace =
        sizeof(std::uint64_t) + EndpointSet::kWords * sizeof(std::uint64_t) + sizeof(std::uint32_t);

    // At least two buckets.
    explicit OwnerTable(std::size_t places);

    // From any thread.
    EndpointSet owners(BlockHash hash) const;

    // One writer at a time.
    void add(BlockHash hash, EndpointNumber owner);
    void remove(BlockHash hash, EndpointNumber owner);

    std::size_t places() const { return buckets_ * kBucket; }
    std::uint64_t gave_way() const { return gave_way_; }  // blocks that were forgotten as both buckets were full

private:
    static constexpr std::size_t kNowhere = ~std::size_t{0};

    // 0 to buckets_ - 1, without a division.
    std::size_t bucket_of(std::uint64_t hash) const;
    std::size_t first_bucket(BlockHash hash) const { return bucket_of(hash); }
    std::size_t second_bucket(BlockHash hash) const {
        return bucket_of(hash * 0x9E3779B97F4A7C15ULL);
    }  // other high bits
    // The places of a bucket in an order of the hash's own, so that most hashes lie at the first that is looked at.
    static std::size_t place_in(std::size_t bucket, BlockHash hash, std::size_t i) {
        return bucket * kBucket + (hash + i) % kBucket;
    }
    std::size_t find(BlockHash hash) const;
    std::size_t find_in(std::size_t bucket, BlockHash hash) const;
    std::size_t place_for(BlockHash hash);
    void empty_place(std::size_t place);
    std::atomic_ref<std::uint64_t> hash_at(std::size_t place) const { return std::atomic_ref(hashes_[place]); }
    std::atomic_ref<std::uint64_t> word_at(std::size_t place, std::size_t word) const {
        return std::atomic_ref(words_[place * EndpointSet::kWords + word]);
    }

    const std::size_t buckets_;
    const ZeroedMemory<std::uint64_t> hashes_;  // 0: a free place
    const ZeroedMemory<std::uint64_t> words_;   // the owners of each place
    const ZeroedMemory<std::uint32_t> used_;    // when each was used last, of the writers' count
    std::uint32_t now_ = 0;
    std::uint64_t gave_way_ = 0;
};

// The part of a look, here so that it is compiled into the loop that looks several hundred times.

inline std::size_t OwnerTable::bucket_of(std::uint64_t hash) const {
    return static_cast<std::size_t>(static_cast<unsigned __int128>(hash) * buckets_ >> 64);
}

inline std::size_t OwnerTable::find_in(std::size_t bucket, BlockHash hash) const {
    for (std::size_t i = 0; i < kBucket; ++i) {
        const std::size_t place = place_in(bucket, hash, i);
        if (hash_at(place).load(std::memory_order_acquire) == hash) return place;
    }
    return kNowhere;
}

inline std::size_t OwnerTable::find(BlockHash hash) const {
    const std::size_t place = find_in(first_bucket(hash), hash);
    return place != kNowhere ? place : find_in(second_bucket(hash), hash);
}

inline EndpointSet OwnerTable::owners(BlockHash hash) const {
    const std::size_t place = find(hash);
    EndpointSet owners;
    if (place == kNowhere) return owners;
    for (std::size_t word = 0; word < EndpointSet::kWords; ++word) {
        owners.words[word] = word_at(place, word).load(std::memory_order_acquire);
    }
    return hash_at(place).load(std::memory_order_relaxed) == hash ? owners : EndpointSet();
}

}  // namespace greeninfer::fleet
