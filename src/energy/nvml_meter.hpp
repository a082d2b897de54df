#pragma once
// The GPUs of this machine, by the counter of their driver (NVML, millijoules since it was loaded).
//
// A driver in trouble can keep a caller for seconds, so its library is loaded and asked on a thread of its own and the
// control core goes on. A library that could not be loaded is tried again at the next reading.
#include <boost/asio/thread_pool.hpp>

#include "energy/nvml_library.hpp"

namespace greeninfer::energy {

class NvmlMeter final : public Meter {
public:
    NvmlMeter(std::string library_file, std::vector<std::string> devices)
        : library_file_(std::move(library_file)), devices_(std::move(devices)) {}

    Task<std::vector<DeviceCount>> read() override;

private:
    Result<std::vector<DeviceCount>> read_now();
    Task<std::vector<DeviceCount>> read_on_thread();

    const std::string library_file_;
    const std::vector<std::string> devices_;
    std::shared_ptr<NvmlLibrary> library_;  // the thread's
    boost::asio::thread_pool thread_{1};
};

}  // namespace greeninfer::energy
