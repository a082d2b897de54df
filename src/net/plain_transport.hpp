#pragma once
// Bytes straight from and to a socket.
#include "net/socket.hpp"
#include "net/transport.hpp"

namespace greeninfer::net {

// Takes a connected socket; sets it non-blocking and, for TCP, TCP_NODELAY (without it a delayed acknowledgement
// holds the second small write of an answer back for 40 ms).
std::unique_ptr<Transport> make_plain_transport(Socket socket);

// Writes as much as the system takes now, in one system call.
std::size_t send_now(int descriptor, std::span<const std::string_view> pieces, error_code& error);

void set_no_delay(Socket& socket);

}  // namespace greeninfer::net
