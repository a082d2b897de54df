#include "energy/nvml_meter.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace greeninfer::energy {

namespace asio = boost::asio;

Result<std::vector<DeviceCount>> NvmlMeter::read_now() {
    if (!library_) {
        TRY(library_, NvmlLibrary::load(library_file_));
    }
    return library_->read(devices_);
}

Task<std::vector<DeviceCount>> NvmlMeter::read_on_thread() {
    co_return read_now();
}

Task<std::vector<DeviceCount>> NvmlMeter::read() {
    co_return co_await asio::co_spawn(thread_, read_on_thread(), asio::use_awaitable);
}

}  // namespace greeninfer::energy
