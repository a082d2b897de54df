#pragma once
// A free loopback port that stays ours until a child listens on it, and while it does.
//
// Looking for a free port, closing it and telling the child is the usual way, and a race: in between, another program
// can take the port, and would then be sent prompts. This keeps a bound socket that never listens. The kernel gives the
// port to nobody else, except to sockets of the same user that ask for SO_REUSEPORT, as the child is told to do.
#include <cstdint>

#include "base/result.hpp"
#include "fleet/descriptor.hpp"

namespace greeninfer::fleet {

struct ReservedPort {
    std::uint16_t number = 0;
    Descriptor reservation;
};

// On 127.0.0.1. Fails when no port is free or the process has no descriptor left.
Result<ReservedPort> reserve_port();

}  // namespace greeninfer::fleet
