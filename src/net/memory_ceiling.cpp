#include "net/memory_ceiling.hpp"

namespace greeninfer::net {

bool MemoryCeiling::Lease::grow_to(std::size_t bytes) {
    if (bytes <= bytes_) return true;
    const std::size_t more = bytes - bytes_;
    const std::size_t limit = ceiling_.limit_bytes_.load(std::memory_order_relaxed);
    if (ceiling_.held_bytes_.fetch_add(more, std::memory_order_relaxed) + more > limit) {
        ceiling_.held_bytes_.fetch_sub(more, std::memory_order_relaxed);
        return false;
    }
    bytes_ = bytes;
    return true;
}

void MemoryCeiling::Lease::release() {
    if (bytes_ == 0) return;
    ceiling_.held_bytes_.fetch_sub(bytes_, std::memory_order_relaxed);
    bytes_ = 0;
}

}  // namespace greeninfer::net
