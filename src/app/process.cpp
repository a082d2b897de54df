#include "app/process.hpp"

#include <sys/prctl.h>
#include <sys/resource.h>

#include <csignal>

namespace greeninfer::app {

std::size_t prepare_process() {
    std::signal(SIGPIPE, SIG_IGN);
    ::prctl(PR_SET_DUMPABLE, 0);
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return 0;
    limit.rlim_cur = limit.rlim_max;
    ::setrlimit(RLIMIT_NOFILE, &limit);
    return limit.rlim_cur;
}

}  // namespace greeninfer::app
