#pragma once
// Room for the attempts of a window ledger, taken once, so that a request allocates nothing.
//
// Each slot has a cache line of its own for the one number that a stream writes; the rest of it, and who has which
// slot, belongs to the ledger's lock.
#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "energy/attempt_account.hpp"

namespace greeninfer::energy {

class AttemptSlots {
public:
    struct alignas(64) Slot {
        std::atomic<std::uint64_t> pieces{0};
        AttemptAccount account;
        bool settled = false;  // its last share is booked
    };

    explicit AttemptSlots(std::size_t count);

    // Absent when all are taken.
    std::optional<std::uint32_t> take();
    Slot& operator[](std::uint32_t index) { return slots_[index]; }
    std::span<const std::uint32_t> taken() const { return taken_; }
    void give_back_settled();

private:
    std::unique_ptr<Slot[]> slots_;
    std::vector<std::uint32_t> free_;
    std::vector<std::uint32_t> taken_;
};

}  // namespace greeninfer::energy
