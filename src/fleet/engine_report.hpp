#pragma once
// What a model server says of itself on its metrics page: how full it is, and how much its prefix cache holds and
// finds.
//
// Engines say it in different words and leave out different parts, so each figure may be absent: a server that does
// not tell its queue is not one without a queue. Plain value, made on the control core, then read by every core.
#include <array>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string_view>

#include "base/clock.hpp"

namespace greeninfer::fleet {

enum class EngineKind : std::uint8_t { vllm, sglang, llama_cpp, tensorrt_llm };
inline constexpr std::array<std::string_view, 4> kEngineKindNames = {"vllm", "sglang", "llama_cpp", "tensorrt_llm"};

struct EngineReport {
    EngineKind kind = EngineKind::vllm;
    Moment read_at;
    std::optional<double> running;   // requests in the batch
    std::optional<double> waiting;   // requests in the queue for want of room, where the engine tells reasons apart
    std::optional<double> kv_usage;  // filled share of the cache, 0 to 1; of several engines their mean
    std::optional<std::uint64_t> block_tokens;    // of one block of the prefix cache
    std::optional<std::uint64_t> cache_tokens;    // all that the cache holds, over all engines
    std::optional<double> prefix_queried_tokens;  // of prompts, looked for in the prefix cache since the server began
    std::optional<double> prefix_hit_tokens;      // of those, found
};

// After this long without a newer one a report says nothing of now.
inline constexpr std::chrono::seconds kReportStaleAfter{10};

constexpr bool is_fresh(const EngineReport& report, Moment now) {
    return now - report.read_at <= kReportStaleAfter;
}

}  // namespace greeninfer::fleet
