// Looks at the memory in the last moment before the kernel takes it, by standing in for munmap.
// Not under the sanitizers, which stand there themselves.
#if !__has_feature(address_sanitizer) && !__has_feature(thread_sanitizer)
#include <gtest/gtest.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>

#include "telemetry/private_memory.hpp"

namespace {
const void* watched = nullptr;
bool was_unmapped = false;
bool was_empty = false;
}  // namespace

extern "C" int munmap(void* address, std::size_t length) noexcept {
    if (address == watched) {
        was_unmapped = true;
        const auto* const bytes = static_cast<const unsigned char*>(address);
        was_empty = std::all_of(bytes, bytes + length, [](unsigned char byte) { return byte == 0; });
    }
    return static_cast<int>(::syscall(SYS_munmap, address, length));
}

namespace greeninfer::telemetry {
namespace {

TEST(PrivateMemory, IsWipedBeforeItIsGivenBack) {
    {
        const PrivateMemory memory(std::size_t{2} << 20);
        watched = memory.bytes().data();
        std::ranges::fill(memory.bytes(), std::byte{0x5A});
    }
    EXPECT_TRUE(was_unmapped);
    EXPECT_TRUE(was_empty);
}

}  // namespace
}  // namespace greeninfer::telemetry
#endif
