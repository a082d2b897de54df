#include "app/landlock.hpp"

#include <gtest/gtest.h>

#include "app/child_for_test.hpp"
#include "app/confinement.hpp"
#include "app/write_attempts_for_test.hpp"

namespace greeninfer::app {
namespace {

class Landlock : public ::testing::Test {
protected:
    void SetUp() override {
        const auto usable = in_a_child([] {
            const auto forbidden = forbid_writes_by_landlock({});
            return forbidden ? std::string() : forbidden.error().detail;
        });
        if (!usable.said.empty()) GTEST_SKIP() << usable.said;
    }

    // The mechanism as the gateway uses it: Landlock, and the filter for what it does not cover.
    static bool confined(const WriteExceptions& exceptions) {
        return ban_mechanisms()[0].forbid_writes(exceptions).has_value();
    }

    FolderForTest folder_;
};

TEST_F(Landlock, ForbidsEveryWayToWrite) {
    const ChildEnd end = in_a_child([&] {
        std::string allowed = confined({}) ? "" : "not confined; ";
        for (const WriteAttempt& one : kWriteAttempts) {
            const int error = one.attempt(folder_);
            if (error != EACCES && error != EPERM)
                allowed += std::string(one.name) + ": " + std::to_string(error) + "; ";
        }
        if (unlink_error(folder_ / "old") != EACCES) allowed += "unlink; ";
        if (bind_error(folder_ / "socket") != EACCES) allowed += "bind; ";
        if (open_error("/dev/null", O_WRONLY) != EACCES) allowed += "a device nobody allowed; ";
        return allowed;
    });
    EXPECT_EQ(end.said, "");
    EXPECT_EQ(std::filesystem::file_size(folder_ / "old"), 8u);
}

TEST_F(Landlock, LeavesTheRestAlone) {
    const ChildEnd end = in_a_child([&] {
        std::string broken = confined({.devices = {"/dev/null"}}) ? "" : "not confined; ";
        if (open_error("/dev/null", O_RDWR | O_TRUNC) != 0) broken += "/dev/null; ";
        return broken + broken_by_confinement(folder_);
    });
    EXPECT_EQ(end.said, "");
}

TEST_F(Landlock, OnlyADeviceIsTakenForADevice) {
    const ChildEnd end = in_a_child([&] {
        std::string wrong = confined({.devices = {folder_ / "old", folder_ / "nowhere"}}) ? "" : "not confined; ";
        if (open_error(folder_ / "old", O_WRONLY) != EACCES) wrong += "a file can be written; ";
        return wrong;
    });
    EXPECT_EQ(end.said, "");
}

TEST_F(Landlock, ASocketIsMadeAndRemovedInItsFolderOnly) {
    const ChildEnd end = in_a_child([&] {
        std::string wrong = confined({.socket_folder = folder_ / "empty"}) ? "" : "not confined; ";
        if (bind_error(folder_ / "empty/socket") != 0) wrong += "no socket; ";
        if (unlink_error(folder_ / "empty/socket") != 0) wrong += "the socket stays; ";
        if (open_error(folder_ / "empty/file", O_WRONLY | O_CREAT) != EACCES) wrong += "a file in its folder; ";
        if (bind_error(folder_ / "socket") != EACCES) wrong += "a socket elsewhere; ";
        if (unlink_error(folder_ / "old") != EACCES) wrong += "removed elsewhere; ";
        return wrong;
    });
    EXPECT_EQ(end.said, "");
}

TEST_F(Landlock, BindsProgramsItStarts) {
    const std::string command = "exec 2>/dev/null; echo a prompt >" + (folder_ / "by_a_child");
    const ChildEnd end = in_a_child([&] {
        if (!confined({.devices = {"/dev/null"}})) return "not confined";
        return std::system(command.c_str()) == 0 ? "written" : "refused";
    });
    EXPECT_EQ(end.said, "refused");
    EXPECT_FALSE(std::filesystem::exists(folder_ / "by_a_child"));
    EXPECT_EQ(std::system(command.c_str()), 0) << "the command itself is wrong";
}

}  // namespace
}  // namespace greeninfer::app
