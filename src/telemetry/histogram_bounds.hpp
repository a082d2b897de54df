#pragma once
// Where the buckets of the gateway's histograms end, and why there.
#include <array>

namespace greeninfer::telemetry {

// Stages run from the gateway's own microseconds to the 600 s that one upstream answer may take by default, so the
// bounds step 1 - 2.5 - 5 through all decades: a percentile is read within a factor of 2.5 everywhere. One set for all
// stages lets a query add or divide them bucket by bucket.
inline constexpr std::array kDurationBoundsSeconds = {
    0.00001, 0.000025, 0.00005, 0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05,
    0.1,     0.25,     0.5,     1.0,    2.5,     5.0,    10.0,  30.0,   60.0,  120., 300.,  600.};

// The bounds that vLLM and the OpenTelemetry conventions for generative models use for the same thing, so that the
// gateway's first-token time can be laid over the engine's own, bucket by bucket.
inline constexpr std::array kFirstTokenBoundsSeconds = {0.001, 0.005, 0.01, 0.02, 0.04, 0.06, 0.08,
                                                        0.1,   0.25,  0.5,  0.75, 1.0,  2.5,  5.0,
                                                        7.5,   10.0,  20.0, 40.0, 80.0, 160., 640.};

}  // namespace greeninfer::telemetry
