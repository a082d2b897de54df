// Any bytes, cut anywhere, as the answer of an upstream: the exchange always ends, hands over pieces of bounded size,
// leaves no connection behind, and understands the same however the bytes were cut.
//
// The input's first byte says how many of the following bytes are sizes of cuts; the rest is the answer.
#include <cstdlib>

#include "testing/scripted_exchange.hpp"

using namespace greeninfer;

namespace {

testing::ScriptedOutcome outcome_of(std::string_view answer, std::string_view cuts) {
    testing::Wire wire;
    wire.arriving = testing::cut_up(answer, cuts);
    testing::ScriptedOutcome outcome = testing::exchange_over(wire);
    if (!outcome.finished || outcome.connections_left != 0 || !wire.closed) std::abort();
    if (outcome.largest_piece_bytes > 256U * 1024) std::abort();
    return outcome;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    const std::string_view input(reinterpret_cast<const char*>(data) + 1, size - 1);
    const std::size_t count = std::min<std::size_t>(data[0] % 16, input.size());
    const std::string_view answer = input.substr(count);
    const testing::ScriptedOutcome cut = outcome_of(answer, input.substr(0, count));
    const testing::ScriptedOutcome whole = outcome_of(answer, {});
    if (cut.error.has_value() != whole.error.has_value()) std::abort();
    if (!cut.error && (cut.body != whole.body || cut.status != whole.status)) std::abort();
    return 0;
}
