#pragma once
// In whose name a share of a meter's energy is written down.
//
// Plain value; the words are label ids, so that the ledger and the metrics copy numbers and never strings.
#include <cstddef>

#include "telemetry/label_names.hpp"

namespace greeninfer::energy {

struct Booking {
    telemetry::LabelId model = telemetry::kOther;
    telemetry::LabelId region = telemetry::kOther;
    telemetry::LabelId department = telemetry::kOther;
    std::size_t zone_index = 0;  // of the endpoint's place
    double pue = 1;              // of the endpoint's place; carried, never applied here
    bool streamed = true;        // false: the answer comes in one piece, so its tokens are spread over its time
};

}  // namespace greeninfer::energy
