#pragma once
// Starts a process that cannot outlive the gateway, even if the gateway is killed with SIGKILL.
//
// posix_spawn cannot ask the kernel for that (PR_SET_PDEATHSIG), so this forks, and between fork and exec calls only
// what is safe there. The kernel sends that signal when the *thread* that forked ends, not the process; so all children
// are forked by one thread that is started with the first child and never ends.
//
// A child is the leader of its own process group, has /dev/null as its standard streams, no other descriptor of the
// gateway, default signal handling, and only the environment in its command.
#include <sys/types.h>

#include "base/task.hpp"
#include "fleet/child_command.hpp"
#include "fleet/descriptor.hpp"

namespace greeninfer::fleet {

struct SpawnedChild {
    pid_t pid = -1;
    Descriptor pidfd;  // readable once the child has ended
};

// Resumes on the caller's executor, with the child running its program. Takes about a millisecond, on the other thread.
// not_ready when the program could not be started, with its path and the system's reason.
Task<SpawnedChild> spawn(ChildCommand command);

// A descriptor that becomes readable when the process ends; not open, with errno set, when there is no such process.
Descriptor open_pidfd(pid_t pid);

}  // namespace greeninfer::fleet
