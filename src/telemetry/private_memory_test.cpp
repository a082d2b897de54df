#include "telemetry/private_memory.hpp"

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <functional>
#include <sstream>

namespace greeninfer::telemetry {
namespace {

constexpr std::size_t kBytes = std::size_t{2} << 20;
// The sanitizers stand in for mlock and lock nothing, so that their own memory can be swapped out.
constexpr bool kLocksNothing = __has_feature(address_sanitizer) || __has_feature(thread_sanitizer);

// Of the mapping that holds the address, as the kernel sees it: "rd wr mr mw me lo ac dd wf".
std::string flags_of(const void* address) {
    const auto wanted = reinterpret_cast<std::uintptr_t>(address);
    std::ifstream maps("/proc/self/smaps");
    bool inside = false;
    for (std::string line; std::getline(maps, line);) {
        std::uintptr_t begin = 0, end = 0;
        char dash = 0;
        if (std::istringstream(line) >> std::hex >> begin >> dash >> end && dash == '-') {
            inside = begin <= wanted && wanted < end;
        } else if (inside && line.starts_with("VmFlags:")) {
            return line + " ";
        }
    }
    return {};
}

// The exit status of a child that does this and nothing else.
int status_of_child(const std::function<bool()>& holds) {
    const pid_t child = ::fork();
    if (child == 0) ::_exit(holds() ? 0 : 1);
    int status = -1;
    ::waitpid(child, &status, 0);
    return status;
}

bool is_zero(std::span<const std::byte> bytes) {
    return std::ranges::all_of(bytes, [](std::byte byte) { return byte == std::byte{0}; });
}

TEST(PrivateMemory, IsLockedAndLeftOutOfCoreDumpsAndForks) {
    const PrivateMemory memory(kBytes);
    ASSERT_EQ(memory.missing_protection(), "");
    EXPECT_TRUE(memory.is_locked());
    const std::string flags = flags_of(memory.bytes().data());
    EXPECT_TRUE(kLocksNothing || flags.contains(" lo ")) << flags;
    EXPECT_TRUE(flags.contains(" dd ")) << flags;
    EXPECT_TRUE(flags.contains(" wf ")) << flags;
    EXPECT_FALSE(flags.contains(" sh ")) << "shared with other processes: " << flags;
}

TEST(PrivateMemory, BeginsEmptyAndKeepsWhatIsWritten) {
    const PrivateMemory memory(kBytes);
    EXPECT_EQ(memory.bytes().size(), kBytes);
    EXPECT_TRUE(is_zero(memory.bytes()));
    memory.bytes().back() = std::byte{7};
    EXPECT_EQ(memory.bytes().back(), std::byte{7});
}

TEST(PrivateMemory, AForkedChildSeesNothing) {
    const PrivateMemory memory(kBytes);
    std::ranges::fill(memory.bytes(), std::byte{0x5A});
    EXPECT_EQ(status_of_child([&] { return is_zero(memory.bytes()); }), 0);
    EXPECT_EQ(memory.bytes().front(), std::byte{0x5A});
}

TEST(PrivateMemory, SaysWhatTheSystemRefuses) {
    if (kLocksNothing) GTEST_SKIP() << "the sanitizer locks no memory and is refused nothing";
    EXPECT_EQ(status_of_child([] {
                  if (::geteuid() == 0 && ::setuid(65534) != 0) return false;  // root may lock what it likes
                  const rlimit none{0, 0};
                  ::setrlimit(RLIMIT_MEMLOCK, &none);
                  const PrivateMemory memory(kBytes);
                  return !memory.is_locked() && memory.missing_protection().contains("RLIMIT_MEMLOCK");
              }),
              0);
}

}  // namespace
}  // namespace greeninfer::telemetry
