#include "app/landlock.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <linux/landlock.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

#include "fleet/descriptor.hpp"

namespace greeninfer::app {

namespace {

using fleet::Descriptor;

constexpr long kNeededAbi = 3;
constexpr std::uint64_t kTruncate = 1ULL << 14;  // LANDLOCK_ACCESS_FS_TRUNCATE, of ABI 3; Debian 12's header ends at 2

// Commands to devices (ABI 5) are left alone: they write no file, and a GPU is read by them.
constexpr std::uint64_t kWrites =
    LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_REMOVE_DIR | LANDLOCK_ACCESS_FS_REMOVE_FILE |
    LANDLOCK_ACCESS_FS_MAKE_CHAR | LANDLOCK_ACCESS_FS_MAKE_DIR | LANDLOCK_ACCESS_FS_MAKE_REG |
    LANDLOCK_ACCESS_FS_MAKE_SOCK | LANDLOCK_ACCESS_FS_MAKE_FIFO | LANDLOCK_ACCESS_FS_MAKE_BLOCK |
    LANDLOCK_ACCESS_FS_MAKE_SYM | LANDLOCK_ACCESS_FS_REFER | kTruncate;

std::unexpected<Error> failed(std::string_view what) {
    return fail(Fault::not_ready, fmt::format("{}: {}", what, std::generic_category().message(errno)));
}

Result<void> check_abi() {
    const long abi = ::syscall(SYS_landlock_create_ruleset, nullptr, 0, LANDLOCK_CREATE_RULESET_VERSION);
    if (abi < 0) return failed("the kernel has no Landlock");
    if (abi < kNeededAbi) return fail(Fault::not_ready, fmt::format("Landlock of ABI {} lets files be emptied", abi));
    return {};
}

// What cannot be opened needs no exception, and what is of another kind than expected gets none.
Result<void> allow(const Descriptor& rules, const std::string& path, mode_t kind, std::uint64_t rights) {
    const Descriptor place(::open(path.c_str(), O_PATH | O_CLOEXEC));
    struct stat status{};
    if (!place.is_open() || ::fstat(place.number(), &status) != 0 || (status.st_mode & S_IFMT) != kind) return {};
    const landlock_path_beneath_attr rule{.allowed_access = rights, .parent_fd = place.number()};
    const long added = ::syscall(SYS_landlock_add_rule, rules.number(), LANDLOCK_RULE_PATH_BENEATH, &rule, 0);
    return added == 0 ? Result<void>() : failed("Landlock takes no exception for " + path);
}

}  // namespace

Result<void> forbid_writes_by_landlock(const WriteExceptions& exceptions) {
    if (auto usable = check_abi(); !usable) return usable;
    const landlock_ruleset_attr handled{.handled_access_fs = kWrites};
    const Descriptor rules(
        static_cast<int>(::syscall(SYS_landlock_create_ruleset, &handled, sizeof handled.handled_access_fs, 0)));
    if (!rules.is_open()) return failed("Landlock takes no rules");
    for (const std::string& device : exceptions.devices) {
        auto allowed = allow(rules, device, S_IFCHR, LANDLOCK_ACCESS_FS_WRITE_FILE | kTruncate);
        if (!allowed) return allowed;
    }
    if (!exceptions.socket_folder.empty()) {
        constexpr std::uint64_t kSocket = LANDLOCK_ACCESS_FS_MAKE_SOCK | LANDLOCK_ACCESS_FS_REMOVE_FILE;
        if (auto allowed = allow(rules, exceptions.socket_folder, S_IFDIR, kSocket); !allowed) return allowed;
    }
    // Otherwise a program with more rights, started by this one, would be bound by the rules without knowing of them.
    if (::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) return failed("PR_SET_NO_NEW_PRIVS");
    if (::syscall(SYS_landlock_restrict_self, rules.number(), 0) != 0) return failed("Landlock does not apply");
    return {};
}

}  // namespace greeninfer::app
