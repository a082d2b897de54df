#pragma once
// Waits a while on behalf of an exchange, such as before a retry.
#include <boost/asio/awaitable.hpp>
#include <chrono>

#include "net/abort.hpp"
#include "net/core.hpp"

namespace greeninfer::net {

// False when the client left in the meantime.
boost::asio::awaitable<bool> pause_for(Core& core, std::chrono::nanoseconds time, Abort& abort);

}  // namespace greeninfer::net
