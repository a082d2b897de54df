#pragma once
// The same byte stream with TLS around it.
#include <string>

#include "net/socket.hpp"
#include "net/tls_context.hpp"
#include "net/transport.hpp"

namespace greeninfer::net {

// The server side of a connection that a listener accepted.
std::unique_ptr<Transport> make_tls_server_transport(Socket socket, TlsContext context);

// The client side: sends `host` as SNI and, in the handshake, refuses a certificate that is not for it.
std::unique_ptr<Transport> make_tls_client_transport(Socket socket, TlsContext context, const std::string& host);

}  // namespace greeninfer::net
