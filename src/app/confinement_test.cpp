#include "app/confinement.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "app/child_for_test.hpp"
#include "app/write_attempts_for_test.hpp"
#include "app/write_filter.hpp"

namespace greeninfer::app {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

Result<void> missing(const WriteExceptions&) {
    return fail(Fault::not_ready, "the kernel has none of it");
}
Result<void> pretends(const WriteExceptions&) {
    return {};
}

Settings asking(bool zero_trust = true, bool allow_unenforced = false) {
    Settings settings;
    settings.security = {.zero_trust = zero_trust, .allow_unenforced = allow_unenforced};
    return settings;
}

// What confine() came to in a child, in words; so that this process keeps its rights.
std::string confined_by(const Settings& settings, std::span<const BanMechanism> mechanisms) {
    return in_a_child([&] {
               const auto confined = confine(settings, mechanisms);
               if (!confined) return confined.error().field + ": " + confined.error().detail;
               return std::string(*confined ? to_string(**confined) : "not asked");
           })
        .said;
}

TEST(Confinement, IsNotDoneUnasked) {
    EXPECT_EQ(confined_by(asking(false), ban_mechanisms()), "not asked");
}

TEST(Confinement, TakesTheFirstMechanismThatWorks) {
    const BanMechanism landlock = ban_mechanisms()[0], seccomp = ban_mechanisms()[1];
    const BanMechanism none = {WriteBan::landlock, &missing};
    const bool has_landlock = in_a_child([&] { return landlock.forbid_writes({}) ? "yes" : "no"; }).said == "yes";
    EXPECT_EQ(confined_by(asking(), ban_mechanisms()), has_landlock ? "landlock" : "seccomp");
    EXPECT_EQ(confined_by(asking(), std::array{none, seccomp}), "seccomp");
}

TEST(Confinement, OneThatOnlyPretendsIsNotBelieved) {
    const std::array only = {BanMechanism{WriteBan::landlock, &pretends}};
    EXPECT_THAT(confined_by(asking(), only), HasSubstr("landlock: /proc/self/comm could be written all the same"));
    const std::array fallback = {only[0], ban_mechanisms()[1]};
    EXPECT_EQ(confined_by(asking(), fallback), "seccomp");
}

TEST(Confinement, WithoutAnyItFailsUnlessThatIsAllowed) {
    const std::array none = {BanMechanism{WriteBan::landlock, &missing}, BanMechanism{WriteBan::seccomp, &missing}};
    const std::string error = confined_by(asking(), none);
    EXPECT_TRUE(error.starts_with("security.zero_trust: ")) << error;
    EXPECT_THAT(error, HasSubstr("landlock: the kernel has none of it; seccomp: the kernel has none of it"));
    EXPECT_THAT(error, HasSubstr("security.allow_unenforced: true"));
    EXPECT_EQ(confined_by(asking(true, true), none), "none");
}

TEST(Confinement, LeavesNothingBehindThatItTriedOut) {
    const std::array only = {BanMechanism{WriteBan::landlock, &pretends}};
    confined_by(asking(), only);
    for (const auto& entry : std::filesystem::directory_iterator(std::filesystem::temp_directory_path()))
        EXPECT_FALSE(entry.path().filename().string().starts_with("greeninfer-zero-trust-")) << entry.path();
}

TEST(Confinement, ExceptionsFollowTheSettings) {
    Settings settings = asking();
    EXPECT_THAT(write_exceptions(settings).devices, ElementsAre("/dev/null"));
    EXPECT_EQ(write_exceptions(settings).socket_folder, "");
    settings.server.listen = "unix:/run/greeninfer/gateway.sock";
    EXPECT_EQ(write_exceptions(settings).socket_folder, "/run/greeninfer");
    settings.meters.push_back({.name = "gpu", .kind = energy::MeterKind::nvml});
    EXPECT_EQ(write_exceptions(settings).devices.back(), "/dev/null");  // and those of the GPUs of this machine
}

}  // namespace
}  // namespace greeninfer::app
