#pragma once
// Bounds the bytes of request bodies that the whole process holds at once.
//
// Limits per request and per connection multiply to far more than a machine has; this one adds up over all cores.
// Thread-safe; a Lease gives its bytes back when it ends.
#include <atomic>
#include <cstddef>

namespace greeninfer::net {

class MemoryCeiling {
public:
    explicit MemoryCeiling(std::size_t limit_bytes) : limit_bytes_(limit_bytes) {}
    std::size_t held_bytes() const { return held_bytes_.load(std::memory_order_relaxed); }
    void set_limit(std::size_t limit_bytes) { limit_bytes_.store(limit_bytes, std::memory_order_relaxed); }

    class Lease {
    public:
        explicit Lease(MemoryCeiling& ceiling) : ceiling_(ceiling) {}
        ~Lease() { release(); }
        Lease(const Lease&) = delete;
        Lease& operator=(const Lease&) = delete;

        // Grows to `bytes` in all; false, and unchanged, when that would pass the ceiling.
        bool grow_to(std::size_t bytes);
        void release();

    private:
        MemoryCeiling& ceiling_;
        std::size_t bytes_ = 0;
    };

private:
    std::atomic<std::size_t> limit_bytes_;
    std::atomic<std::size_t> held_bytes_{0};
};

}  // namespace greeninfer::net
