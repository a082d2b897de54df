#pragma once
// Records as tests need them: of some labels, at some time, with or without energy.
#include "account/usage_record.hpp"

namespace greeninfer::account {

inline constexpr std::uint32_t kNoon = 1'795'953'600;  // 2026-11-29 12:00:00 UTC

struct RecordOptions {
    std::uint32_t ended_at_s = kNoon;
    telemetry::LabelId model = 10;
    telemetry::LabelId region = 20;
    telemetry::LabelId department = 30;
    std::uint64_t microjoules = 3'600'000;  // 1 mWh, at a PUE of 1
    std::uint64_t nanograms = 400'000;      // at 400 g/kWh
    End end = End::answered;
};

// Everything known, without PUE and without doubt.
inline UsageRecord record_for_test(const RecordOptions& options = {}) {
    UsageRecord record{.it_energy_microjoules = options.microjoules,
                       .carbon_nanograms = options.nanograms,
                       .cost_nanodollars = 1'000,
                       .ended_at_s = options.ended_at_s,
                       .prompt_tokens = 100,
                       .cached_tokens = 60,
                       .output_tokens = 20,
                       .model = options.model,
                       .region = options.region,
                       .department = options.department,
                       .pue_ten_thousandths = 10'000,
                       .end = options.end};
    for (const Known part : {Known::energy, Known::carbon, Known::cost, Known::prompt_tokens, Known::output_tokens,
                             Known::reported_tokens}) {
        record.set(part);
    }
    return record;
}

}  // namespace greeninfer::account
