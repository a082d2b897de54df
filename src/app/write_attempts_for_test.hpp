#pragma once
// Every way we know to leave something in a file system, each tried in a folder made for it, inside a confined child.
#include <fcntl.h>
#include <linux/openat2.h>
#include <mqueue.h>
#include <sys/ipc.h>
#include <sys/msg.h>
#include <sys/shm.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <sys/xattr.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

namespace greeninfer::app {

// Holds a file `old`, and a folder `empty`. Removed at its end, by the process that is not confined.
class FolderForTest {
public:
    FolderForTest()
        : folder_(std::filesystem::temp_directory_path() / ("greeninfer_write_" + std::to_string(::getpid()))) {
        std::filesystem::create_directories(folder_ / "empty");
        std::ofstream(folder_ / "old") << "old text";
    }
    ~FolderForTest() { std::filesystem::remove_all(folder_); }
    FolderForTest(const FolderForTest&) = delete;
    FolderForTest& operator=(const FolderForTest&) = delete;

    std::string path() const { return folder_; }
    std::string operator/(const char* name) const { return folder_ / name; }

private:
    std::filesystem::path folder_;
};

inline int open_error(const std::string& path, int flags) {
    const int file = ::open(path.c_str(), flags | O_CLOEXEC, 0600);
    if (file < 0) return errno;
    ::close(file);
    return 0;
}

inline int error_of(long result) {
    return result < 0 ? errno : 0;
}

inline int bind_error(const std::string& path) {
    sockaddr_un address{.sun_family = AF_UNIX, .sun_path = {}};
    path.copy(static_cast<char*>(address.sun_path), sizeof address.sun_path - 1);
    const int socket = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const int error = error_of(::bind(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address));
    ::close(socket);
    return error;
}

struct WriteAttempt {
    const char* name;
    int (*attempt)(const FolderForTest&);  // 0, or the errno with which it failed
};

// In an order in which all of them succeed where nothing is forbidden.
inline constexpr auto kWriteAttempts = std::to_array<WriteAttempt>({
    {"write an old file", [](const FolderForTest& f) { return open_error(f / "old", O_WRONLY); }},
    {"read and write", [](const FolderForTest& f) { return open_error(f / "old", O_RDWR); }},
    {"append", [](const FolderForTest& f) { return open_error(f / "old", O_WRONLY | O_APPEND); }},
    {"empty while opening", [](const FolderForTest& f) { return open_error(f / "old", O_RDONLY | O_TRUNC); }},
    {"make a file", [](const FolderForTest& f) { return open_error(f / "new", O_WRONLY | O_CREAT); }},
    {"make a file to read", [](const FolderForTest& f) { return open_error(f / "new2", O_RDONLY | O_CREAT); }},
    {"make a nameless file", [](const FolderForTest& f) { return open_error(f.path(), O_TMPFILE | O_WRONLY); }},
    {"creat", [](const FolderForTest& f) { return error_of(::creat((f / "new3").c_str(), 0600)); }},
    {"openat2",
     [](const FolderForTest& f) {
         const open_how how{.flags = O_WRONLY, .mode = 0, .resolve = 0};
         return error_of(::syscall(SYS_openat2, AT_FDCWD, (f / "old").c_str(), &how, sizeof how));
     }},
    {"truncate", [](const FolderForTest& f) { return error_of(::truncate((f / "old").c_str(), 1)); }},
    {"mkdir", [](const FolderForTest& f) { return error_of(::mkdir((f / "folder").c_str(), 0700)); }},
    {"mkfifo", [](const FolderForTest& f) { return error_of(::mkfifo((f / "pipe").c_str(), 0600)); }},
    {"mknod", [](const FolderForTest& f) { return error_of(::mknod((f / "node").c_str(), S_IFREG | 0600, 0)); }},
    {"link", [](const FolderForTest& f) { return error_of(::link((f / "old").c_str(), (f / "linked").c_str())); }},
    {"symlink", [](const FolderForTest& f) { return error_of(::symlink("a prompt", (f / "symbol").c_str())); }},
    {"setxattr",
     [](const FolderForTest& f) {
         // Not every file system keeps them; then there is nothing to forbid.
         const int error = error_of(::setxattr((f / "old").c_str(), "user.prompt", "x", 1, 0));
         return error == EOPNOTSUPP ? 0 : error;
     }},
    {"message queue",
     [](const FolderForTest&) {
         const int error = error_of(::mq_open("/greeninfer_write_test", O_RDWR | O_CREAT, 0600, nullptr));
         ::mq_unlink("/greeninfer_write_test");
         return error;
     }},
    {"System V messages",
     [](const FolderForTest&) {
         const int queue = ::msgget(IPC_PRIVATE, IPC_CREAT | 0600);
         const int error = error_of(queue);
         ::msgctl(queue, IPC_RMID, nullptr);
         return error;
     }},
    {"System V memory",
     [](const FolderForTest&) {
         const int memory = ::shmget(IPC_PRIVATE, 1, IPC_CREAT | 0600);
         const int error = error_of(memory);
         ::shmctl(memory, IPC_RMID, nullptr);
         return error;
     }},
    {"rename", [](const FolderForTest& f) { return error_of(::rename((f / "old").c_str(), (f / "moved").c_str())); }},
    {"rmdir", [](const FolderForTest& f) { return error_of(::rmdir((f / "empty").c_str())); }},
});

inline int unlink_error(const std::string& path) {
    return error_of(::unlink(path.c_str()));
}

// What a gateway does all day, and must still be able to do; empty when it can.
inline std::string broken_by_confinement(const FolderForTest& folder) {
    std::string text;
    std::ifstream(folder / "old") >> text;
    if (text != "old") return "a file cannot be read; ";
    if (open_error(folder.path(), O_RDONLY | O_DIRECTORY) != 0) return "a folder cannot be read; ";
    std::array<int, 2> ends{};
    if (::socketpair(AF_UNIX, SOCK_STREAM, 0, ends.data()) != 0) return "no sockets; ";
    if (::write(ends[0], "x", 1) != 1 || ::read(ends[1], ends.data(), 1) != 1) return "sockets do not carry; ";
    if (std::system("exit 7") >> 8 != 7) return "no child can be started; ";
    return "";
}

}  // namespace greeninfer::app
