#pragma once
// GET and DELETE /sessions/{id}: what a session has used and may still use, and its end.
//
// A client sees only sessions of its own: another one's are as unknown as those that never were.
#include <string>

#include "pipeline/generation.hpp"

namespace greeninfer::api {

// The id is percent-encoded as in the URL; `client` is null for local callers. Both fail with unknown_session.
Result<std::string> session_body(const pipeline::Generation& generation, const pipeline::Client* client,
                                 std::string_view encoded_id);
// Forgets what the session has used; its budget begins anew with the next request that names it.
Result<std::string> delete_session(const pipeline::Generation& generation, const pipeline::Client* client,
                                   std::string_view encoded_id);

}  // namespace greeninfer::api
