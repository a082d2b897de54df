#pragma once
// By what an endpoint of the decided model is chosen: `enterprise.routing`.
//
// Plain value; part of a Generation.
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace greeninfer::config {
class Fields;
}

namespace greeninfer::fleet {

enum class Strategy : std::uint8_t {
    kv_aware,     // the least predicted time and carbon, with what each has of the prompt in its cache
    least_busy,   // the fewest requests in flight
    round_robin,  // in turn
    session,      // the same for all requests of a session
};
inline constexpr std::array<std::string_view, 4> kStrategyNames = {"kv_aware", "least_busy", "round_robin", "session"};

struct StrategySettings {
    Strategy strategy = Strategy::least_busy;
    Strategy fallback = Strategy::least_busy;  // for a request that the strategy has nothing to go by
    double exploration = 0.01;                 // share of requests that kv_aware sends anywhere, to learn
    std::size_t index_memory_bytes = std::size_t{64} * 1024 * 1024;
    bool shares_prefixes = false;                    // clients may learn from each other's prompts
    std::chrono::milliseconds tokenize_timeout{50};  // 0: engines are not asked for the tokens of prompts
};

constexpr std::string_view name_of(Strategy strategy) {
    return kStrategyNames[static_cast<std::size_t>(strategy)];
}

void describe(config::Fields& fields, StrategySettings& settings);

}  // namespace greeninfer::fleet
