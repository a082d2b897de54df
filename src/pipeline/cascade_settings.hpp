#pragma once
// How answers of small models are checked, and when a larger one answers in their place.
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace greeninfer::config {
class Fields;
}

namespace greeninfer::pipeline {

enum class CascadeStreaming : std::uint8_t { verify_first, draft_events, commit_immediately };
inline constexpr std::array<std::string_view, 3> kCascadeStreamingNames = {"verify_first", "draft_events",
                                                                           "commit_immediately"};

struct CascadeSettings {
    bool enabled = true;
    double quality_target = 0.95;  // share of the next tier's quality that answers must keep, above 0, at most 1
    std::size_t max_escalations = 2;
    CascadeStreaming streaming = CascadeStreaming::verify_first;
    std::chrono::milliseconds check_timeout = std::chrono::seconds(10);
    std::string calibration;  // file; empty: what is built in
};

void describe(config::Fields& fields, CascadeSettings& settings);

}  // namespace greeninfer::pipeline
