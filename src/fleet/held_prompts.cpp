#include "fleet/held_prompts.hpp"

#include <algorithm>
#include <tuple>

namespace greeninfer::fleet {

namespace {

// Chained hashes: up to where two are equal all is equal.
std::size_t common_blocks(std::span<const BlockHash> one, std::span<const BlockHash> other) {
    return static_cast<std::size_t>(std::ranges::mismatch(one, other).in1 - one.begin());
}

}  // namespace

HeldPrompts::Prospect HeldPrompts::prospect(std::span<const BlockHash> prompt) const {
    const std::scoped_lock lock(changing_);
    if (const Slot* slot = cheapest(prompt)) {
        return {.found_blocks = common_blocks(slot->prompt, prompt),
                .displaced_blocks = displaced_blocks(*slot, prompt)};
    }
    std::size_t least = prompt.size();
    for (const Slot& slot : slots_) least = std::min(least, common_blocks(slot.prompt, prompt));
    return {.found_blocks = least};
}

HeldPrompts::Taken HeldPrompts::take(std::span<const BlockHash> prompt) {
    const std::scoped_lock lock(changing_);
    const Ticket ticket = ++last_ticket_;
    const Slot* slot = cheapest(prompt);
    if (slot == nullptr) {
        waiting_.push_back({.ticket = ticket, .prompt = {prompt.begin(), prompt.end()}});
        return {.ticket = ticket};
    }
    const auto number = static_cast<std::size_t>(slot - slots_.data());
    return {.ticket = ticket, .slot = number, .displaced = give(slots_[number], ticket, prompt)};
}

HeldPrompts::Blocks HeldPrompts::release(Ticket ticket) {
    const std::scoped_lock lock(changing_);
    const auto slot = std::ranges::find(slots_, ticket, &Slot::holder);
    if (slot == slots_.end()) {
        std::erase_if(waiting_, [&](const Waiting& one) { return one.ticket == ticket; });
        return {};
    }
    slot->holder = kNobody;
    slot->last_used = ++last_ticket_;
    if (waiting_.empty()) return {};
    const Waiting next = std::move(waiting_.front());
    waiting_.pop_front();
    return give(*slot, next.ticket, next.prompt);
}

void HeldPrompts::forget() {
    const std::scoped_lock lock(changing_);
    for (Slot& slot : slots_) slot = {.last_used = slot.last_used};
    waiting_.clear();
}

// Of those that are free: by what must be read now, and again later; of those that cost as much the one that was free
// for longest. Null when all are busy.
const HeldPrompts::Slot* HeldPrompts::cheapest(std::span<const BlockHash> prompt) const {
    const Slot* best = nullptr;
    std::tuple<double, Ticket> least;
    for (const Slot& slot : slots_) {
        if (slot.holder != kNobody) continue;
        const std::size_t missed = prompt.size() - common_blocks(slot.prompt, prompt);
        const double blocks =
            static_cast<double>(missed) + kReturns * static_cast<double>(displaced_blocks(slot, prompt));
        const std::tuple cost(blocks, slot.last_used);
        if (best && cost >= least) continue;
        best = &slot;
        least = cost;
    }
    return best;
}

// Of what it holds, what the prompt or another slot has too.
std::size_t HeldPrompts::kept_blocks(const Slot& slot, std::span<const BlockHash> prompt) const {
    std::size_t kept = common_blocks(slot.prompt, prompt);
    for (const Slot& other : slots_) {
        if (&other != &slot) kept = std::max(kept, common_blocks(slot.prompt, other.prompt));
    }
    return kept;
}

std::size_t HeldPrompts::displaced_blocks(const Slot& slot, std::span<const BlockHash> prompt) const {
    return slot.prompt.size() - kept_blocks(slot, prompt);
}

HeldPrompts::Blocks HeldPrompts::give(Slot& slot, Ticket ticket, std::span<const BlockHash> prompt) {
    const auto kept = static_cast<std::ptrdiff_t>(kept_blocks(slot, prompt));
    Blocks displaced(slot.prompt.begin() + kept, slot.prompt.end());
    slot.prompt.assign(prompt.begin(), prompt.end());
    slot.holder = ticket;
    return displaced;
}

}  // namespace greeninfer::fleet
