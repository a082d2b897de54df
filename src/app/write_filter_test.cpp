#include "app/write_filter.hpp"

#include <gtest/gtest.h>
#include <netinet/in.h>

#include "app/child_for_test.hpp"
#include "app/write_attempts_for_test.hpp"

namespace greeninfer::app {
namespace {

class WriteFilter : public ::testing::Test {
protected:
    FolderForTest folder_;
};

// Without this, a list of attempts that fail anyway would prove the filters.
TEST_F(WriteFilter, WithoutItEveryAttemptSucceeds) {
    for (const WriteAttempt& one : kWriteAttempts) EXPECT_EQ(one.attempt(folder_), 0) << one.name;
    EXPECT_EQ(bind_error(folder_ / "socket"), 0);
    EXPECT_EQ(unlink_error(folder_ / "socket"), 0);
}

TEST_F(WriteFilter, ForbidsEveryWayToWrite) {
    const ChildEnd end = in_a_child([&] {
        std::string allowed = forbid_writes_by_filter({}) ? "" : "not confined; ";
        for (const WriteAttempt& one : kWriteAttempts) {
            const int error = one.attempt(folder_);
            if (error != EACCES && error != EPERM && error != ENOSYS)
                allowed += std::string(one.name) + ": " + std::to_string(error) + "; ";
        }
        if (unlink_error(folder_ / "old") != EACCES) allowed += "unlink; ";
        return allowed;
    });
    EXPECT_EQ(end.said, "");
    EXPECT_EQ(std::filesystem::file_size(folder_ / "old"), 8u);
}

TEST_F(WriteFilter, ForbidsTheWaysAround) {
    const ChildEnd end = in_a_child([] {
        std::string allowed = forbid_writes_by_filter({}) ? "" : "not confined; ";
        const auto expect = [&allowed](int error, long result, const char* name) {
            if (result >= 0 || errno != error) allowed += std::string(name) + "; ";
        };
        expect(ENOSYS, ::syscall(SYS_io_uring_setup, 1, nullptr), "io_uring_setup");
        expect(EPERM, ::syscall(SYS_open_by_handle_at, -1, nullptr, O_RDWR), "open_by_handle_at");
        expect(EPERM, ::syscall(SYS_fanotify_init, 0, O_RDWR), "fanotify_init");
        expect(EPERM, ::syscall(SYS_ptrace, 0, 0, 0, 0), "ptrace");
        expect(EPERM, ::syscall(SYS_process_vm_writev, ::getppid(), nullptr, 0, nullptr, 0, 0), "process_vm_writev");
        expect(EPERM, ::syscall(SYS_pidfd_getfd, -1, 0, 0), "pidfd_getfd");
        return allowed;
    });
    EXPECT_EQ(end.said, "");
}

TEST_F(WriteFilter, LeavesTheRestAlone) {
    const ChildEnd end = in_a_child([&] {
        std::string broken = forbid_writes_by_filter({}) ? "" : "not confined; ";
        if (open_error("/dev/null", O_RDONLY) != 0) broken += "/dev/null; ";
        const int listener = ::socket(AF_INET, SOCK_STREAM, 0);
        sockaddr_in any{};
        any.sin_family = AF_INET;
        any.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        if (::bind(listener, reinterpret_cast<const sockaddr*>(&any), sizeof any) != 0) broken += "no listener; ";
        if (::listen(listener, 1) != 0) broken += "no listening; ";
        return broken + broken_by_confinement(folder_);
    });
    EXPECT_EQ(end.said, "");
}

TEST_F(WriteFilter, ASocketIsMadeAndRemoved) {
    const ChildEnd end = in_a_child([&] {
        std::string wrong = forbid_writes_by_filter({.socket_folder = folder_.path()}) ? "" : "not confined; ";
        if (bind_error(folder_ / "socket") != 0) wrong += "no socket; ";
        if (unlink_error(folder_ / "socket") != 0) wrong += "the socket stays; ";
        if (error_of(::rmdir((folder_ / "empty").c_str())) != EACCES) wrong += "a folder can be removed; ";
        if (error_of(::unlinkat(AT_FDCWD, (folder_ / "empty").c_str(), AT_REMOVEDIR)) != EACCES) wrong += "or so; ";
        if (open_error(folder_ / "new", O_WRONLY | O_CREAT) != EACCES) wrong += "a file; ";
        return wrong;
    });
    EXPECT_EQ(end.said, "");
}

}  // namespace
}  // namespace greeninfer::app
