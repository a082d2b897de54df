#pragma once
// A device, or a few, whose energy something counts.
//
// Counters and not power: polled power misses most of the time between two polls (arXiv 2312.02741 finds a quarter of
// it sampled on A100 and H100), a counter misses nothing. Each device is told apart, because one that is reset must not
// hide among the others. Read on the control core, now and then.
#include <cstdint>
#include <string>
#include <vector>

#include "base/task.hpp"

namespace greeninfer::energy {

struct DeviceCount {
    std::string device;             // such as "GPU-1f3a" or "package-0"; the same in every reading
    std::uint64_t microjoules = 0;  // since some time in the past
    std::uint64_t wraps_at = 0;     // the count after which it begins at 0 again; 0: it never does
};

class Meter {
public:
    virtual ~Meter() = default;
    // Every device, once. Fails with what is wrong and how it is put right; nothing is guessed for a device that is
    // silent.
    virtual Task<std::vector<DeviceCount>> read() = 0;
};

}  // namespace greeninfer::energy
