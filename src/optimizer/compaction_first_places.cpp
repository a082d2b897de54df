#include "optimizer/compaction_first_places.hpp"

#include <algorithm>

namespace greeninfer::optimizer {
namespace {

constexpr std::size_t kSlotsMin = 256;
constexpr std::size_t kProbesMax = 32;

}  // namespace

// The slot that holds `key` or may take it; null when there is none within reach.
FirstPlaces::Slot* FirstPlaces::slot_of(std::uint64_t key) {
    const std::size_t mask = slots_.size() - 1;
    for (std::size_t probe = 0; probe < kProbesMax; ++probe) {
        Slot& slot = slots_[(key + probe) & mask];
        if (slot.key == 0 || slot.key == key) return &slot;
    }
    return nullptr;
}

void FirstPlaces::add(std::uint64_t key, Place place) {
    if (key == 0) return;
    if (used_ * 2 >= slots_.size()) grow();
    Slot* slot = slot_of(key);
    if (slot == nullptr || slot->key == key) return;
    *slot = {key, place};
    ++used_;
}

void FirstPlaces::grow() {
    std::vector<Slot> old(std::max(slots_.size() * 2, kSlotsMin));
    std::swap(old, slots_);
    for (const Slot& slot : old) {
        Slot* found = slot.key == 0 ? nullptr : slot_of(slot.key);
        if (found != nullptr) *found = slot;
    }
}

std::optional<FirstPlaces::Place> FirstPlaces::find(std::uint64_t key) const {
    if (slots_.empty() || key == 0) return std::nullopt;
    const std::size_t mask = slots_.size() - 1;
    for (std::size_t probe = 0; probe < kProbesMax; ++probe) {
        const Slot& slot = slots_[(key + probe) & mask];
        if (slot.key == key) return slot.place;
        if (slot.key == 0) break;
    }
    return std::nullopt;
}

}  // namespace greeninfer::optimizer
