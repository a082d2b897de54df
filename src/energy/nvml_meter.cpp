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

Task<std::vector<DeviceCount>> NvmlMeter::read() {
    const auto ask = [this]() -> Task<std::vector<DeviceCount>> { co_return read_now(); };
    co_return co_await asio::co_spawn(thread_, ask, asio::use_awaitable);
}

}  // namespace greeninfer::energy
