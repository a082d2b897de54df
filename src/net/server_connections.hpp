#pragma once
// What the connections of one core share: settings, the handler, and who is alive.
#include <unordered_set>

#include "net/core.hpp"
#include "net/server.hpp"

namespace greeninfer::net {

class ServerConnection;

class ServerConnections {
public:
    ServerConnections(Core& core, const ServerSettings& server_settings, ServerShared& server_shared,
                      RequestHandler& request_handler, TlsContext tls_context)
        : core(core),
          settings(std::make_shared<const ServerSettings>(server_settings)),
          shared(server_shared),
          handler(request_handler),
          tls(std::move(tls_context)) {}

    Core& core;
    std::shared_ptr<const ServerSettings> settings;  // a connection keeps the one it was accepted with
    ServerShared& shared;
    RequestHandler& handler;
    TlsContext tls;
    bool draining = false;
    std::unordered_set<ServerConnection*> alive;
};

}  // namespace greeninfer::net
