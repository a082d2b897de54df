#pragma once
// Forbids writing to file systems with Landlock, which knows paths and so can make exceptions of them.
//
// By system call: the C library of Debian 12 has no functions for it. Binds the calling thread and what that thread
// starts afterwards, for good; so call it before the first thread.
#include "app/write_ban.hpp"
#include "base/result.hpp"

namespace greeninfer::app {

// Needs Linux 6.2 (ABI 3): an older Landlock lets files be emptied. not_ready, with the reason, where it is missing.
Result<void> forbid_writes_by_landlock(const WriteExceptions& exceptions);

}  // namespace greeninfer::app
