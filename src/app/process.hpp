#pragma once
// What the gateway asks of the operating system for its own process, once at start, before any thread.
#include <cstddef>

namespace greeninfer::app {

// Ignores SIGPIPE, forbids debuggers of the same user and core dumps, also of processes it will start (keys and prompts
// lie in memory), and raises the number of descriptors it may open to what the system allows. Returns that number.
std::size_t prepare_process();

}  // namespace greeninfer::app
