#pragma once
// How big a model is, which is the first thing routing chooses. Ordered: a higher tier answers harder prompts.
#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace greeninfer::models {

enum class Tier : std::uint8_t { small, medium, large, xlarge };

inline constexpr std::array<std::string_view, 4> kTierNames = {"small", "medium", "large", "xlarge"};

constexpr std::string_view to_string(Tier tier) {
    return kTierNames[static_cast<std::size_t>(tier)];
}

}  // namespace greeninfer::models
