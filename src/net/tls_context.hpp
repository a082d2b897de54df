#pragma once
// The TLS settings of a listener or of all upstream connections, made once and shared by every core.
#include <memory>
#include <string>

#include "base/result.hpp"
#include "net/server_settings.hpp"

namespace boost::asio::ssl {
class context;
}

namespace greeninfer::net {

using TlsContext = std::shared_ptr<boost::asio::ssl::context>;

// TLS 1.2 or 1.3 with the certificate chain and key of the settings (PEM). Errors name the file that does not load.
Result<TlsContext> make_listener_tls(const TlsSettings& settings);

// TLS 1.2 or newer; verifies the peer against the system's CA store, or against `ca_file` alone when it is given.
Result<TlsContext> make_upstream_tls(const std::string& ca_file);

}  // namespace greeninfer::net
