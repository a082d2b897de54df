#pragma once
// One exchange of the upstream client over a ScriptedTransport, run to its end on the calling thread.
#include <optional>
#include <string>

#include "base/result.hpp"
#include "testing/scripted_transport.hpp"

namespace greeninfer::testing {

struct ScriptedOutcome {
    bool finished = false;  // the exchange came to an end at all
    std::optional<Error> error;
    unsigned status = 0;
    std::string body;
    std::size_t largest_piece_bytes = 0;
    std::int64_t connections_left = 0;  // once client and pool are gone
};

// Posts "{}" over the wire and reads the answer to its end.
ScriptedOutcome exchange_over(Wire& wire);

// Cuts bytes into pieces whose sizes follow `cuts`, over and over; a cut of 0 counts as 256. No cuts: one piece.
std::deque<std::string> cut_up(std::string_view bytes, std::string_view cuts);

}  // namespace greeninfer::testing
