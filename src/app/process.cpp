#include "app/process.hpp"

#include <sys/prctl.h>
#include <sys/resource.h>

#include <csignal>

namespace greeninfer::app {

namespace {

// PR_SET_DUMPABLE ends with exec, so it does not hold for the local engine; a limit does, and cannot be raised again.
// It is 1 and not 0: where the system hands cores to a program (a core_pattern that starts with a bar), the kernel
// takes 0 for "of no interest" and dumps, and exactly 1 for "no core". Into a file, one byte is no core either.
void forbid_core_dumps() {
    constexpr rlim_t kNoCore = 1;
    const rlimit none{.rlim_cur = kNoCore, .rlim_max = kNoCore};
    // Where somebody has lowered it to 0 already and this may not raise it, it stays at 0.
    ::setrlimit(RLIMIT_CORE, &none);
    ::prctl(PR_SET_DUMPABLE, 0);
}

}  // namespace

std::size_t prepare_process() {
    std::signal(SIGPIPE, SIG_IGN);
    forbid_core_dumps();
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return 0;
    limit.rlim_cur = limit.rlim_max;
    ::setrlimit(RLIMIT_NOFILE, &limit);
    return limit.rlim_cur;
}

}  // namespace greeninfer::app
