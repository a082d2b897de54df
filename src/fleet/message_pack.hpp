#pragma once
// One MessagePack document from a stranger, as a tree that cannot exhaust the stack or the memory.
//
// The library's own reader recurses for each level, so a megabyte of opening brackets would end the process. It tells a
// listener of each step and stops when told to; this listener counts levels and values. Heavy to include: sources only.
#include <nlohmann/json.hpp>
#include <optional>
#include <string_view>

namespace greeninfer::fleet {

inline constexpr std::size_t kMessagePackLevelsMax = 16;
inline constexpr std::size_t kMessagePackValuesMax = 2'000'000;

// Absent where it is no MessagePack, has bytes behind its end, or is deeper or larger than the limits.
std::optional<nlohmann::json> read_message_pack(std::string_view bytes);

}  // namespace greeninfer::fleet
