#pragma once
// What the id of a preview says: until when it holds, whose prompt it is about, what was announced and what that took.
//
// Packed in a form of its own, because JSON in base64 would be half as large again and an id has a limit. Whoever
// unpacks has checked the signature, and checks every length all the same. Plain values.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/units.hpp"
#include "energy/footprint.hpp"
#include "pipeline/preview_seal.hpp"

namespace greeninfer::pipeline {

// As many as fit into an id at their longest.
inline constexpr std::size_t kOutlinesMost = 8;

// Unknown is absent, and a sum with an unknown part is unknown.
struct PreviewSpent {
    std::optional<energy::Footprint> footprint;
    std::optional<Money> cost;
};

PreviewSpent sum_of(const PreviewSpent& a, const PreviewSpent& b);

struct PreviewTicket {
    std::int64_t expires_at_s = 0;  // Unix time
    PreviewDigest client = {};
    PreviewDigest prompt = {};                       // with its context and images
    std::string summary;                             // of the newest preview
    std::vector<std::vector<std::string>> outlines;  // of every preview of this prompt, the newest last; never empty
    PreviewSpent spent;                              // by all of them
};

std::string pack(const PreviewTicket& ticket);
// Nothing when the bytes are not exactly what pack() writes.
std::optional<PreviewTicket> unpack(std::string_view bytes);

}  // namespace greeninfer::pipeline
