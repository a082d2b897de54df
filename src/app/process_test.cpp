#include "app/process.hpp"

#include <gtest/gtest.h>
#include <sys/prctl.h>
#include <sys/resource.h>

#include <filesystem>

#include "app/child_for_test.hpp"

namespace greeninfer::app {
namespace {

// Aborts in a child and says how it ended, where a core would lie in the folder of the test.
int status_of_abort(bool prepared) {
    return in_a_child([prepared]() -> std::string {
               rlimit core{};
               ::getrlimit(RLIMIT_CORE, &core);
               core.rlim_cur = core.rlim_max;
               ::setrlimit(RLIMIT_CORE, &core);
               if (prepared) prepare_process();
               ::prctl(PR_SET_DUMPABLE, 1);  // as exec does, so that this shows what holds for the local engine too
               ::signal(SIGABRT, SIG_DFL);
               std::abort();
           })
        .status;
}

TEST(Process, NoCoreIsDumpedEvenByItsChildren) {
    const int status = status_of_abort(true);
    ASSERT_TRUE(WIFSIGNALED(status));
    EXPECT_EQ(WTERMSIG(status), SIGABRT);
    EXPECT_FALSE(WCOREDUMP(status));
}

// Shows that the test above can fail on this machine.
TEST(Process, WithoutPreparationACoreIsDumped) {
    const auto folder = std::filesystem::temp_directory_path() / ("greeninfer_core_" + std::to_string(::getpid()));
    const auto before = std::filesystem::current_path();
    std::filesystem::create_directory(folder);
    std::filesystem::current_path(folder);
    const int status = status_of_abort(false);
    std::filesystem::current_path(before);
    std::filesystem::remove_all(folder);
    ASSERT_TRUE(WIFSIGNALED(status));
    if (!WCOREDUMP(status)) GTEST_SKIP() << "this machine dumps no cores";
}

TEST(Process, TheLimitCannotBeRaisedAgain) {
    const ChildEnd end = in_a_child([] {
        prepare_process();
        rlimit core{};
        ::getrlimit(RLIMIT_CORE, &core);
        return std::to_string(core.rlim_cur) + " " + std::to_string(core.rlim_max);
    });
    // 0 where whoever started the tests forbids cores for good.
    EXPECT_TRUE(end.said == "1 1" || end.said == "0 0") << end.said;
}

}  // namespace
}  // namespace greeninfer::app
