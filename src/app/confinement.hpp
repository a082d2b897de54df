#pragma once
// security.zero_trust: takes from the process, and from all it starts, every right to write to a file system.
//
// A gateway that merely does not write prompts to files may do so after the next mistake, its own or a library's; one
// that has given up the right cannot. The kernel enforces it by Landlock, or by a filter on system calls where that is
// missing; where both are missing the gateway does not start, unless security.allow_unenforced accepts that.
// Both bind only the calling thread and what it starts, so this is called once, before any other thread.
#include <span>

#include "app/settings.hpp"
#include "app/write_ban.hpp"
#include "base/result.hpp"

namespace greeninfer::app {

struct BanMechanism {
    WriteBan ban;
    Result<void> (*forbid_writes)(const WriteExceptions&);
};

// Those of this program, the better one first.
std::span<const BanMechanism> ban_mechanisms();

// /dev/null; the devices of GPUs if a meter of kind nvml asks them; the folder of a unix listener.
WriteExceptions write_exceptions(const Settings& settings);

// What enforces it, nothing if it is not asked for. A mechanism is believed only when it is seen to work.
Result<std::optional<WriteBan>> confine(const Settings& settings, std::span<const BanMechanism> mechanisms);

}  // namespace greeninfer::app
