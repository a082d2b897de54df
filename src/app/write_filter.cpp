#include "app/write_filter.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <seccomp.h>

#include <array>
#include <cerrno>
#include <memory>
#include <system_error>

namespace greeninfer::app {

namespace {

constexpr int kSetXattrAt = 463;  // of Linux 6.13, the same number on every processor; Debian 12's header ends earlier

// Collects refusals and the first thing that goes wrong; everything not refused stays allowed.
class Filter {
public:
    Filter() : context_(seccomp_init(SCMP_ACT_ALLOW), &seccomp_release) {
        // Calls of another kind of program, such as a 32-bit one, have other numbers: as if there were none.
        keep(seccomp_attr_set(context_.get(), SCMP_FLTATR_ACT_BADARCH, SCMP_ACT_ERRNO(ENOSYS)));
    }

    template <class... Comparisons>
    void refuse(int error, int call, Comparisons... comparisons) {
        const std::array<scmp_arg_cmp, sizeof...(comparisons)> all = {comparisons...};
        const auto action = SCMP_ACT_ERRNO(static_cast<std::uint32_t>(error));
        keep(seccomp_rule_add_array(context_.get(), action, call, all.size(), all.data()));
    }

    // Wherever the bits of the mask in that argument are these.
    void refuse_bits(int error, int call, unsigned argument, std::uint64_t mask, std::uint64_t bits) {
        refuse(error, call, scmp_arg_cmp{.arg = argument, .op = SCMP_CMP_MASKED_EQ, .datum_a = mask, .datum_b = bits});
    }

    Result<void> apply() {
        keep(seccomp_load(context_.get()));
        if (status_ == 0) return {};
        return fail(Fault::not_ready,
                    fmt::format("the kernel takes no filter: {}", std::generic_category().message(-status_)));
    }

private:
    void keep(int status) {
        if (status_ == 0) status_ = status;
    }

    std::unique_ptr<void, void (*)(scmp_filter_ctx)> context_;
    int status_ = 0;
};

// A call that a processor does not have, such as open on aarch64, is no error and matches nothing.

void refuse_opening(Filter& filter, int call, unsigned flags) {
    for (const int mode : {O_WRONLY, O_RDWR, O_ACCMODE})  // the last is Linux's own: for commands to devices only
        filter.refuse_bits(EACCES, call, flags, O_ACCMODE, static_cast<std::uint64_t>(mode));
    for (const std::uint64_t bit : {O_CREAT, O_TRUNC}) filter.refuse_bits(EACCES, call, flags, bit, bit);
}

void refuse_changes_of_folders(Filter& filter) {
    for (const int call : {SCMP_SYS(creat), SCMP_SYS(truncate), SCMP_SYS(mkdir), SCMP_SYS(mkdirat), SCMP_SYS(mknod),
                           SCMP_SYS(mknodat), SCMP_SYS(rename), SCMP_SYS(renameat), SCMP_SYS(renameat2), SCMP_SYS(link),
                           SCMP_SYS(linkat), SCMP_SYS(symlink), SCMP_SYS(symlinkat), SCMP_SYS(rmdir)})
        filter.refuse(EACCES, call);
}

void refuse_removing(Filter& filter, bool needed_for_a_socket) {
    if (needed_for_a_socket) return filter.refuse_bits(EACCES, SCMP_SYS(unlinkat), 2, AT_REMOVEDIR, AT_REMOVEDIR);
    for (const int call : {SCMP_SYS(unlink), SCMP_SYS(unlinkat)}) filter.refuse(EACCES, call);
}

// Calls whose wish lies in memory, where a filter cannot look, and those that write by another process's hand.
void refuse_ways_around(Filter& filter) {
    for (const int call : {SCMP_SYS(openat2), SCMP_SYS(io_uring_setup)}) filter.refuse(ENOSYS, call);
    for (const int call : {SCMP_SYS(open_by_handle_at), SCMP_SYS(fanotify_init), SCMP_SYS(ptrace),
                           SCMP_SYS(process_vm_writev), SCMP_SYS(pidfd_getfd)})
        filter.refuse(EPERM, call);
}

void refuse_what_landlock_allows(Filter& filter) {
    for (const int call : {SCMP_SYS(setxattr), SCMP_SYS(lsetxattr), SCMP_SYS(fsetxattr), kSetXattrAt, SCMP_SYS(mq_open),
                           SCMP_SYS(msgget), SCMP_SYS(shmget)})
        filter.refuse(EACCES, call);
}

}  // namespace

Result<void> forbid_writes_by_filter(const WriteExceptions& exceptions) {
    Filter filter;
    refuse_opening(filter, SCMP_SYS(open), 1);
    refuse_opening(filter, SCMP_SYS(openat), 2);
    refuse_changes_of_folders(filter);
    refuse_removing(filter, !exceptions.socket_folder.empty());
    refuse_ways_around(filter);
    refuse_what_landlock_allows(filter);
    return filter.apply();
}

Result<void> forbid_what_landlock_allows() {
    Filter filter;
    refuse_what_landlock_allows(filter);
    return filter.apply();
}

}  // namespace greeninfer::app
