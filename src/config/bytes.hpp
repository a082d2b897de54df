#pragma once
// Names for the sizes that settings are written in.
#include <cstddef>

namespace greeninfer::config {

inline constexpr std::size_t kKiB = 1024;
inline constexpr std::size_t kMiB = 1024 * kKiB;
inline constexpr std::size_t kGiB = 1024 * kMiB;

}  // namespace greeninfer::config
