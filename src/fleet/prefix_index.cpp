#include "fleet/prefix_index.hpp"

#include <algorithm>
#include <limits>

namespace greeninfer::fleet {

namespace {

// Almost every block of the pool may be another one, and a table of owners is quick up to nine tenths.
constexpr std::size_t kPlacesPer8Blocks = 9;
constexpr std::size_t kBytesPer8Blocks =
    8 * HeldBlocks::kBytesPerBlock + kPlacesPer8Blocks * OwnerTable::kBytesPerPlace;
constexpr Moment::rep kNever = std::numeric_limits<Moment::rep>::max();

std::size_t blocks_within(std::size_t ceiling_bytes) {
    return std::max(ceiling_bytes, PrefixIndex::kLeastCeilingBytes) / kBytesPer8Blocks * 8;
}

}  // namespace

PrefixIndex::PrefixIndex(std::size_t ceiling_bytes, std::uint64_t seed)
    : seed_(seed),
      owners_(blocks_within(ceiling_bytes) / 8 * kPlacesPer8Blocks),
      held_(blocks_within(ceiling_bytes) - 8, owners_),  // node 0 and rounding have room in the rest
      next_expiry_(kNever) {}

std::size_t PrefixIndex::reserved_bytes() const {
    return owners_.places() * OwnerTable::kBytesPerPlace + held_.reserved_bytes();
}

std::optional<EndpointNumber> PrefixIndex::add(std::size_t capacity_blocks) {
    const std::scoped_lock lock(writing_);
    const auto free = std::ranges::find(taken_, false);
    if (free == taken_.end()) return std::nullopt;
    *free = true;
    const auto number = static_cast<EndpointNumber>(free - taken_.begin());
    held_.open(number, capacity_blocks);
    return number;
}

void PrefixIndex::remove(EndpointNumber endpoint) {
    {
        const std::scoped_lock lock(writing_);
        held_.open(endpoint, 0);
    }
    clear(endpoint);
    const std::scoped_lock lock(writing_);
    taken_[endpoint] = false;
}

void PrefixIndex::set_capacity(EndpointNumber endpoint, std::size_t blocks) {
    {
        const std::scoped_lock lock(writing_);
        held_.open(endpoint, blocks);
    }
    trim(endpoint, blocks);
}

void PrefixIndex::trim(EndpointNumber endpoint, std::size_t blocks) {
    for (bool is_done = false; !is_done;) {
        const std::scoped_lock lock(writing_);
        for (std::size_t i = 0; i < kBlocksAtOnce && !is_done; ++i) {
            is_done = held_.count(endpoint) <= blocks || !held_.drop_oldest(endpoint);
        }
    }
}

void PrefixIndex::match(std::span<const BlockHash> prompt, Moment now, PrefixMatch& found) {
    found.blocks.fill(0);
    found.prompt_blocks = prompt.size();
    if (now.time_since_epoch().count() >= next_expiry_.load(std::memory_order_relaxed)) forget_expired(now);
    if (prompt.empty()) return;
    std::size_t low = 0;
    EndpointSet at_low = owners_.owners(prompt[0]);
    // In growing steps, so that a short match in a long prompt is found as quickly as in a short one.
    for (std::size_t step = 1; !at_low.empty() && low + 1 < prompt.size(); step *= 2) {
        const std::size_t high = std::min(low + step, prompt.size() - 1);
        const EndpointSet at_high = owners_.owners(prompt[high]) & at_low;
        narrow(prompt, low, at_low, high, at_high, found);
        low = high;
        at_low = at_high;
    }
    at_low.for_each([&](EndpointNumber one) { found.blocks[one] = static_cast<std::uint16_t>(prompt.size()); });
}

// Notes how far those go that have block `low` and not block `high`.
void PrefixIndex::narrow(std::span<const BlockHash> prompt, std::size_t low, const EndpointSet& at_low,
                         std::size_t high, const EndpointSet& at_high, PrefixMatch& found) const {
    const EndpointSet lost = at_low - at_high;
    if (lost.empty()) return;
    if (high - low == 1) {
        lost.for_each([&](EndpointNumber one) { found.blocks[one] = static_cast<std::uint16_t>(low + 1); });
        return;
    }
    const std::size_t middle = low + (high - low) / 2;
    EndpointSet at_middle = owners_.owners(prompt[middle]) & at_low;
    for (std::size_t word = 0; word < EndpointSet::kWords; ++word) at_middle.words[word] |= at_high.words[word];
    narrow(prompt, low, at_low, middle, at_middle, found);
    narrow(prompt, middle, at_middle, high, at_high, found);
}

template <class Change>
void PrefixIndex::change_backwards(std::span<const BlockHash> blocks, const Change& change) {
    while (!blocks.empty()) {
        const std::scoped_lock lock(writing_);
        const std::size_t rest = blocks.size() > kBlocksAtOnce ? blocks.size() - kBlocksAtOnce : 0;
        for (std::size_t i = blocks.size(); i > rest; --i) change(blocks[i - 1]);
        blocks = blocks.first(rest);
    }
}

void PrefixIndex::expect(EndpointNumber endpoint, std::span<const BlockHash> prompt, Moment now,
                         std::chrono::nanoseconds lifetime) {
    const Moment::rep expires = (now + lifetime).time_since_epoch().count();
    const auto touch = [&](BlockHash hash) { held_.touch(endpoint, hash, expires); };
    change_backwards(prompt.first(std::min(prompt.size(), capacity(endpoint))), touch);
    const std::scoped_lock lock(writing_);
    next_expiry_ = std::min(next_expiry_.load(std::memory_order_relaxed), expires);
}

void PrefixIndex::confirm(EndpointNumber endpoint, std::span<const BlockHash> prompt, Moment) {
    const auto touch = [&](BlockHash hash) { held_.touch(endpoint, hash, HeldBlocks::kConfirmed); };
    change_backwards(prompt.first(std::min(prompt.size(), capacity(endpoint))), touch);
}

void PrefixIndex::withdraw(EndpointNumber endpoint, std::span<const BlockHash> prompt) {
    change_backwards(prompt, [&](BlockHash hash) { held_.drop(endpoint, hash, true); });
}

void PrefixIndex::drop(EndpointNumber endpoint, std::span<const BlockHash> blocks) {
    change_backwards(blocks, [&](BlockHash hash) { held_.drop(endpoint, hash, false); });
}

// Nobody waits for it: whoever comes while another does it, or writes, goes by what is there.
void PrefixIndex::forget_expired(Moment now) {
    const std::unique_lock lock(writing_, std::try_to_lock);
    if (!lock) return;
    const Moment::rep next = held_.drop_expired(now.time_since_epoch().count(), kBlocksAtOnce);
    next_expiry_ = next == HeldBlocks::kConfirmed ? kNever : next;
}

std::size_t PrefixIndex::capacity(EndpointNumber endpoint) const {
    const std::scoped_lock lock(writing_);
    return held_.capacity(endpoint);
}

std::size_t PrefixIndex::blocks(EndpointNumber endpoint) const {
    return held_.count(endpoint);
}

double PrefixIndex::filled_share(EndpointNumber endpoint) const {
    const std::size_t capacity = held_.capacity(endpoint);
    return capacity == 0 ? 1 : static_cast<double>(held_.count(endpoint)) / static_cast<double>(capacity);
}

std::size_t PrefixIndex::blocks() const {
    const std::scoped_lock lock(writing_);
    return held_.count();
}

std::shared_ptr<const IndexedEndpoint> IndexedEndpoint::in(std::shared_ptr<PrefixIndex> index,
                                                           std::size_t capacity_blocks) {
    const auto number = index->add(capacity_blocks);
    return number ? std::make_shared<const IndexedEndpoint>(std::move(index), *number) : nullptr;
}

}  // namespace greeninfer::fleet
