#pragma once
// NVIDIA's management library (NVML), found at run time: a machine without an NVIDIA driver has none, and the gateway
// must start there all the same.
//
// Only the functions that an energy counter needs, with the signatures of nvml.h (their ABI has been stable since
// 2014). Calls block for as long as the driver does. One per process is enough; any one thread at a time.
#include <memory>
#include <string>
#include <vector>

#include "energy/meter.hpp"

namespace greeninfer::energy {

inline constexpr std::string_view kNvmlLibrary = "libnvidia-ml.so.1";

class NvmlLibrary {
public:
    // Loads and initialises it. Fails with not_ready where there is no such library or no driver.
    static Result<std::shared_ptr<NvmlLibrary>> load(const std::string& file);
    virtual ~NvmlLibrary() = default;

    // The GPUs named by number or UUID, or all. Fails where a named one is absent, or one has no counter (before
    // Volta).
    virtual Result<std::vector<DeviceCount>> read(const std::vector<std::string>& devices) = 0;
};

}  // namespace greeninfer::energy
