#pragma once
// An array of zeros whose pages the system gives only when they are written: a large table that few endpoints fill
// takes little, and yet can never take more.
//
// On a cache line of its own. Fixed size; the elements are plain numbers and structs of them.
#include <sys/mman.h>

#include <cstddef>
#include <new>
#include <type_traits>
#include <utility>

namespace greeninfer::fleet {

template <class T>
class ZeroedMemory {
    static_assert(std::is_trivially_copyable_v<T> && std::is_trivially_destructible_v<T>);

public:
    explicit ZeroedMemory(std::size_t size) : size_bytes_(size * sizeof(T)) {
        void* const pages =
            mmap(nullptr, size_bytes_, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
        if (pages == MAP_FAILED) throw std::bad_alloc();
        elements_ = static_cast<T*>(pages);
    }
    ~ZeroedMemory() { munmap(elements_, size_bytes_); }
    ZeroedMemory(const ZeroedMemory&) = delete;
    ZeroedMemory& operator=(const ZeroedMemory&) = delete;

    T& operator[](std::size_t index) const { return elements_[index]; }
    std::size_t size_bytes() const { return size_bytes_; }

private:
    const std::size_t size_bytes_;
    T* elements_ = nullptr;
};

}  // namespace greeninfer::fleet
