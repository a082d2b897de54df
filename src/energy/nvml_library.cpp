#include "energy/nvml_library.hpp"

#include <dlfcn.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace greeninfer::energy {

namespace {

// As in nvml.h: 0 is success, and handles are opaque.
using Status = int;
using Device = struct NvmlDevice*;

struct Functions {
    Status (*init)() = nullptr;
    Status (*shutdown)() = nullptr;
    const char* (*error_text)(Status) = nullptr;
    Status (*device_count)(unsigned*) = nullptr;
    Status (*device_by_index)(unsigned, Device*) = nullptr;
    Status (*device_uuid)(Device, char*, unsigned) = nullptr;
    Status (*total_energy_mj)(Device, unsigned long long*) = nullptr;
};

struct Unload {
    void operator()(void* library) const { dlclose(library); }
};
using Handle = std::unique_ptr<void, Unload>;

template <class Function>
bool find(void* library, const char* name, Function& function) {
    function = reinterpret_cast<Function>(dlsym(library, name));
    return function != nullptr;
}

bool find_all(void* library, Functions& functions) {
    return find(library, "nvmlInit_v2", functions.init) && find(library, "nvmlShutdown", functions.shutdown) &&
           find(library, "nvmlErrorString", functions.error_text) &&
           find(library, "nvmlDeviceGetCount_v2", functions.device_count) &&
           find(library, "nvmlDeviceGetHandleByIndex_v2", functions.device_by_index) &&
           find(library, "nvmlDeviceGetUUID", functions.device_uuid) &&
           find(library, "nvmlDeviceGetTotalEnergyConsumption", functions.total_energy_mj);
}

class LoadedNvml final : public NvmlLibrary {
public:
    LoadedNvml(Handle library, const Functions& functions) : library_(std::move(library)), functions_(functions) {}
    ~LoadedNvml() override { functions_.shutdown(); }

    Result<std::vector<DeviceCount>> read(const std::vector<std::string>& devices) override {
        unsigned count = 0;
        if (const Status status = functions_.device_count(&count); status != 0) return failed(status, "counting GPUs");
        std::vector<DeviceCount> counts;
        std::vector<std::string> found;
        for (unsigned index = 0; index < count; ++index) {
            Device device = nullptr;
            std::array<char, 96> uuid{};  // NVML_DEVICE_UUID_V2_BUFFER_SIZE
            if (const Status status = functions_.device_by_index(index, &device); status != 0)
                return failed(status, fmt::format("opening GPU {}", index));
            if (const Status status = functions_.device_uuid(device, uuid.data(), uuid.size()); status != 0)
                return failed(status, fmt::format("naming GPU {}", index));
            const std::array<std::string, 2> names = {fmt::to_string(index), uuid.data()};
            if (!devices.empty() && std::ranges::find_first_of(devices, names) == devices.end()) continue;
            found.insert(found.end(), names.begin(), names.end());
            unsigned long long energy_mj = 0;  // since the driver was loaded
            if (const Status status = functions_.total_energy_mj(device, &energy_mj); status != 0)
                return failed(status, fmt::format("reading the energy of GPU {}", index));
            counts.push_back({names[1], energy_mj * 1000});
        }
        for (const std::string& device : devices) {
            if (std::ranges::find(found, device) == found.end())
                return fail(Fault::invalid_request, fmt::format("there is no GPU '{}'; {} are there", device, count),
                            "devices");
        }
        if (counts.empty()) return fail(Fault::not_ready, "the NVIDIA driver shows no GPU");
        return counts;
    }

private:
    Error error_of(Status status, std::string_view action) const {
        return {Fault::not_ready, fmt::format("NVML: {} failed: {}", action, functions_.error_text(status))};
    }
    std::unexpected<Error> failed(Status status, std::string_view action) const {
        return std::unexpected(error_of(status, action));
    }

    const Handle library_;
    const Functions functions_;
};

}  // namespace

Result<std::shared_ptr<NvmlLibrary>> NvmlLibrary::load(const std::string& file) {
    Handle library(dlopen(file.c_str(), RTLD_NOW | RTLD_LOCAL));
    if (!library)
        return fail(Fault::not_ready, fmt::format("cannot load {}: {}; the NVIDIA driver brings it", file, dlerror()));
    Functions functions;
    if (!find_all(library.get(), functions))
        return fail(Fault::not_ready, fmt::format("{} is no NVML that counts energy; update the NVIDIA driver", file));
    if (const Status status = functions.init(); status != 0)
        return fail(Fault::not_ready, fmt::format("NVML: starting failed: {}", functions.error_text(status)));
    return std::make_shared<LoadedNvml>(std::move(library), functions);
}

}  // namespace greeninfer::energy
