#pragma once
// Which endpoint probably has which beginnings of prompts in its cache, so that a prompt can go where most of it need
// not be read again.
//
// A tree of texts, as other routers keep it, needs a lock on every look. Here a block's chained hash is looked up in a
// table of owners (owner_table.hpp), and as an endpoint that has a block has what comes before it, the length of its
// match is found by halving: for all endpoints at once, with a few dozen probes. What each endpoint holds is remembered
// in the order of its use (held_blocks.hpp), as the engine does it: the deepest and oldest block is forgotten first.
//
// Looking waits for nobody: it reads atomics, and what it reads while somebody writes is at worst an older truth. All
// writers share one lock, which is held for at most kBlocksAtOnce blocks. All memory is taken at the start and never
// grows. Nothing of a prompt can be read from it. One per process; from any thread.
#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <span>

#include "base/clock.hpp"
#include "fleet/block_hash.hpp"
#include "fleet/held_blocks.hpp"
#include "fleet/owner_table.hpp"

namespace greeninfer::fleet {

// How many blocks of a prompt each endpoint has from its beginning on.
struct PrefixMatch {
    std::array<std::uint16_t, EndpointSet::kSize> blocks = {};  // by EndpointNumber
    std::size_t prompt_blocks = 0;
};

class PrefixIndex {
public:
    // How long a block counts that an endpoint was only sent: by then an engine has it and has said so, or it failed.
    static constexpr std::chrono::seconds kExpectedFor{2};
    static constexpr std::size_t kBlocksAtOnce = 256;
    static constexpr std::size_t kLeastCeilingBytes = 64 * 1024;

    // Takes at most `ceiling_bytes`, and at least kLeastCeilingBytes. `seed` is random and stays secret.
    PrefixIndex(std::size_t ceiling_bytes, std::uint64_t seed);

    std::uint64_t seed() const { return seed_; }

    // A number for an endpoint with room for so many blocks; none when all numbers are taken.
    std::optional<EndpointNumber> add(std::size_t capacity_blocks);
    // Forgets all of it. Its number will be another's.
    void remove(EndpointNumber endpoint);
    void set_capacity(EndpointNumber endpoint, std::size_t blocks);
    // Its cache is empty: it was restarted, or said so.
    void clear(EndpointNumber endpoint) { trim(endpoint, 0); }
    // Forgets its oldest blocks until so many are left.
    void trim(EndpointNumber endpoint, std::size_t blocks);

    void match(std::span<const BlockHash> prompt, Moment now, PrefixMatch& found);

    // It is being sent this prompt, which counts for `lifetime` unless it is confirmed.
    void expect(EndpointNumber endpoint, std::span<const BlockHash> prompt, Moment now,
                std::chrono::nanoseconds lifetime = kExpectedFor);
    // It has read this prompt.
    void confirm(EndpointNumber endpoint, std::span<const BlockHash> prompt, Moment now);
    // It has not: what is not confirmed of it is forgotten. What others hope for beyond it goes on counting.
    void withdraw(EndpointNumber endpoint, std::span<const BlockHash> prompt);
    // It has dropped these blocks, confirmed or not.
    void drop(EndpointNumber endpoint, std::span<const BlockHash> blocks);

    std::size_t blocks(EndpointNumber endpoint) const;
    // Of the room that it has here, what is taken. Waits for nobody.
    double filled_share(EndpointNumber endpoint) const;
    std::size_t blocks() const;          // of all endpoints
    std::size_t reserved_bytes() const;  // for as long as it lives

private:
    // Under the lock, in parts of kBlocksAtOnce, from the last to the first: so a block is always fresher than those
    // that build on it.
    template <class Change>
    void change_backwards(std::span<const BlockHash> blocks, const Change& change);
    void narrow(std::span<const BlockHash> prompt, std::size_t low, const EndpointSet& at_low, std::size_t high,
                const EndpointSet& at_high, PrefixMatch& found) const;
    void forget_expired(Moment now);
    std::size_t capacity(EndpointNumber endpoint) const;

    const std::uint64_t seed_;
    OwnerTable owners_;
    mutable std::mutex writing_;
    HeldBlocks held_;
    std::array<bool, EndpointSet::kSize> taken_ = {};
    std::atomic<Moment::rep> next_expiry_;
};

// An endpoint's place in an index; gives it back at its end.
class IndexedEndpoint {
public:
    static std::shared_ptr<const IndexedEndpoint> in(std::shared_ptr<PrefixIndex> index, std::size_t capacity_blocks);
    IndexedEndpoint(std::shared_ptr<PrefixIndex> index, EndpointNumber number)
        : index_(std::move(index)), number_(number) {}
    ~IndexedEndpoint() { index_->remove(number_); }
    IndexedEndpoint(const IndexedEndpoint&) = delete;
    IndexedEndpoint& operator=(const IndexedEndpoint&) = delete;

    PrefixIndex& index() const { return *index_; }
    const std::shared_ptr<PrefixIndex>& shared_index() const { return index_; }
    EndpointNumber number() const { return number_; }

private:
    const std::shared_ptr<PrefixIndex> index_;
    const EndpointNumber number_;
};

// Where the index has what an engine itself tells of its blocks of tokens.
struct TokenPlace {
    std::shared_ptr<const IndexedEndpoint> place;
    std::size_t tokens_per_block = 0;
};

}  // namespace greeninfer::fleet
