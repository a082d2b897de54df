#include "fleet/held_prompts.hpp"

#include <algorithm>

namespace greeninfer::fleet {

namespace {

// Chained hashes: up to where two are equal all is equal.
std::size_t common_blocks(std::span<const BlockHash> one, std::span<const BlockHash> other) {
    return static_cast<std::size_t>(std::ranges::mismatch(one, other).in1 - one.begin());
}

}  // namespace

std::vector<BlockHash> HeldPrompts::take(std::span<const BlockHash> prompt) {
    const std::scoped_lock lock(changing_);
    Blocks displaced;
    // One that waits for a slot stands beside those that have one, until the next comes.
    for (bool is_first = true; taken_.size() >= slots_ || is_first; is_first = false) {
        const auto slot = displaced_by(prompt);
        if (slot == taken_.end()) break;
        give_away(slot, prompt, displaced);
    }
    taken_.push_back({.prompt = {prompt.begin(), prompt.end()}, .is_busy = true});
    return displaced;
}

// The free one that is most alike; else, when none was never used, the one that was free for longest.
HeldPrompts::Slots::iterator HeldPrompts::displaced_by(std::span<const BlockHash> prompt) {
    auto most_alike = taken_.end(), oldest = taken_.end();
    auto most = static_cast<std::size_t>(kAlikeShare * static_cast<double>(prompt.size()));
    for (auto slot = taken_.begin(); slot != taken_.end(); ++slot) {
        if (slot->is_busy) continue;
        if (oldest == taken_.end()) oldest = slot;
        const std::size_t common = common_blocks(slot->prompt, prompt);
        if (common <= most) continue;
        most = common;
        most_alike = slot;
    }
    if (most_alike != taken_.end() || taken_.size() < slots_) return most_alike;
    return oldest;
}

// What neither the new prompt nor another slot has.
void HeldPrompts::give_away(Slots::iterator slot, std::span<const BlockHash> prompt, Blocks& displaced) {
    const Blocks gone = std::move(slot->prompt);
    taken_.erase(slot);
    std::size_t kept = common_blocks(gone, prompt);
    for (const Slot& other : taken_) kept = std::max(kept, common_blocks(gone, other.prompt));
    displaced.insert(displaced.end(), gone.begin() + static_cast<std::ptrdiff_t>(kept), gone.end());
}

void HeldPrompts::release(std::span<const BlockHash> prompt) {
    const std::scoped_lock lock(changing_);
    const auto slot = std::ranges::find_if(
        taken_, [&](const Slot& one) { return one.is_busy && std::ranges::equal(one.prompt, prompt); });
    if (slot == taken_.end()) return;
    slot->is_busy = false;
    taken_.splice(taken_.end(), taken_, slot);
}

}  // namespace greeninfer::fleet
