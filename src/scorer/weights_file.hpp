#pragma once
// Reads a file of weights: little-endian, a head with sizes and a checksum, then the numbers in a fixed order.
//
// A damaged file must never become a scorer that is only slightly wrong, so nothing is used before all of it was
// checked. train/weights_file.py writes the same layout. Pure; runs at start-up and when a configuration is loaded.
//
//   "GISCORE1", u32 format, u32 feature revision, u64 payload bytes, u64 checksum (FNV-1a) of the payload
//   u32 gram bits, u32 features, u32 lanes, u32 pieces; f32 knots[5], means[features], inverse deviations[features];
//   f32 by lanes: bias, counted[features], usual words, gram scale, piece scale, any language bias,
//   any language[features]; u32 key of each piece; i8 pieces by lanes; i8 grams by lanes
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "scorer/weights.hpp"

namespace greeninfer::scorer {

inline constexpr std::uint32_t kWeightsFormat = 1;

std::uint64_t checksum_of(std::string_view bytes);

// `name` is what errors call the bytes: a file's path, or "the built-in weights".
Result<Weights> read_weights(std::string_view bytes, const std::string& name);
// As above; also an error when the file cannot be read, or has more than 8 MiB.
Result<Weights> read_weights_file(const std::string& path);

}  // namespace greeninfer::scorer
