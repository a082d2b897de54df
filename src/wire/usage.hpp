#pragma once
// Token counts as a model server reported them. What it did not say stays unknown: energy is charged on these
// numbers, and a missing count taken for 0 would be energy given away.
#include <cstdint>
#include <optional>
#include <string_view>

#include "wire/json_writer.hpp"
#include "wire/reported_energy.hpp"

namespace greeninfer::wire {

// Absent, null and 0 are three facts: the server does not report caching, cannot tell this time, or found nothing.
struct CachedTokens {
    enum class State : std::uint8_t { absent, null, known };
    State state = State::absent;
    std::uint64_t tokens = 0;  // meaningful only when known

    bool operator==(const CachedTokens&) const = default;
};

struct Usage {
    std::optional<std::uint64_t> prompt_tokens;      // includes cached tokens
    std::optional<std::uint64_t> completion_tokens;  // includes reasoning tokens
    std::optional<std::uint64_t> total_tokens;
    CachedTokens cached_tokens;
    std::optional<std::uint64_t> reasoning_tokens;
    EnergyReport reported_energy = {};  // of the answer, wherever the server put it

    bool operator==(const Usage&) const = default;
};

// Reads a usage object; nothing when `json` is null, not an object, or not JSON. Counts that are no whole numbers
// from 0 on are unknown.
std::optional<Usage> read_usage(std::string_view json);

// Writes the object that read_usage reads, with the unknown left out.
void write_usage(const Usage& usage, JsonWriter& writer);

}  // namespace greeninfer::wire
