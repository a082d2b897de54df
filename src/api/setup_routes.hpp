#pragma once
// GET /setup: what this gateway is set up to do, for the page that shows it and for people who wonder.
//
// Everything about the configuration that helps and nothing that could hurt: no key, no address of a model server, and
// of departments only those whose reports the client may read.
#include <string>

#include "api/service.hpp"
#include "pipeline/generation.hpp"

namespace greeninfer::api {

// `client` is null where no clients are configured.
std::string setup_body(const pipeline::Generation& generation, const Service& service, const pipeline::Client* client);

}  // namespace greeninfer::api
