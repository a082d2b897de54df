#include "telemetry/private_memory.hpp"

#include <sys/mman.h>

#include <cerrno>
#include <cstring>
#include <new>
#include <system_error>

namespace greeninfer::telemetry {

PrivateMemory::PrivateMemory(std::size_t bytes) {
    void* const memory = ::mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED) throw std::bad_alloc();
    bytes_ = {static_cast<std::byte*>(memory), bytes};
    protect();
}

PrivateMemory::~PrivateMemory() {
    wipe();
    ::munmap(bytes_.data(), bytes_.size());
}

void PrivateMemory::protect() {
    const auto note = [this](int result, const char* what) {
        if (result == 0) return true;
        if (!missing_protection_.empty()) missing_protection_ += "; ";
        missing_protection_ += what + (": " + std::generic_category().message(errno));
        return false;
    };
    note(::madvise(bytes_.data(), bytes_.size(), MADV_DONTDUMP), "leaving it out of core dumps");
    note(::madvise(bytes_.data(), bytes_.size(), MADV_WIPEONFORK), "keeping it from forked children");
    is_locked_ = note(::mlock(bytes_.data(), bytes_.size()), "locking it against swapping (RLIMIT_MEMLOCK)");
}

// Not memset, which a compiler may leave out because nobody reads the memory afterwards.
void PrivateMemory::wipe() {
    ::explicit_bzero(bytes_.data(), bytes_.size());
}

}  // namespace greeninfer::telemetry
