#pragma once
// Forbids writing to file systems with a filter on system calls, for kernels without Landlock.
//
// A filter sees the numbers a call is made with and no path. So it cannot make exceptions of files, not even of
// /dev/null; and where a socket has to be removed at the end, it lets every file be removed (none be written).
// By libseccomp, which knows the calls of each processor. Binds like Landlock: the calling thread and what follows.
#include "app/write_ban.hpp"
#include "base/result.hpp"

namespace greeninfer::app {

// Opening for writing, making, renaming, linking, emptying and removing files. Leaves exceptions.devices closed.
Result<void> forbid_writes_by_filter(const WriteExceptions& exceptions);

// The two ways to leave something behind that Landlock does not cover: extended attributes of files, and the kernel's
// own memory for messages and sharing, which outlives the process.
Result<void> forbid_what_landlock_allows();

}  // namespace greeninfer::app
