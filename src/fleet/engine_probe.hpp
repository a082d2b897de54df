#pragma once
// Asks an engine on this machine whether it works: GET /health, answered 200 once its model is loaded.
//
// The gateway's upstream client would do more than is wanted here: it pools connections and counts requests.
#include <boost/asio/awaitable.hpp>
#include <cstdint>

namespace greeninfer::fleet {

// False for every other answer and every failure. Has no time limit: cancel it.
boost::asio::awaitable<bool> probe_engine(std::uint16_t port);

}  // namespace greeninfer::fleet
