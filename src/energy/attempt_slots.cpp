#include "energy/attempt_slots.hpp"

namespace greeninfer::energy {

AttemptSlots::AttemptSlots(std::size_t count) : slots_(std::make_unique<Slot[]>(count)) {
    free_.reserve(count);
    taken_.reserve(count);
    for (std::size_t i = count; i > 0; --i) free_.push_back(static_cast<std::uint32_t>(i - 1));
}

std::optional<std::uint32_t> AttemptSlots::take() {
    if (free_.empty()) return std::nullopt;
    const std::uint32_t index = free_.back();
    free_.pop_back();
    taken_.push_back(index);
    slots_[index].pieces.store(0, std::memory_order_relaxed);
    slots_[index].account = {};
    slots_[index].settled = false;
    return index;
}

void AttemptSlots::give_back_settled() {
    std::erase_if(taken_, [this](std::uint32_t index) {
        if (slots_[index].settled) free_.push_back(index);
        return slots_[index].settled;
    });
}

}  // namespace greeninfer::energy
