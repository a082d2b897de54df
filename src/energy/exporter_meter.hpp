#pragma once
// Energy counters that an exporter shows as Prometheus text: GPUs by DCGM, processors of a node by Kepler.
//
// DCGM counts millijoules since the driver was loaded (dcgm-exporter, etc/default-counters.csv); it renews its page
// every 30 s unless told otherwise, so run it with --collect-interval below the meter's own. Kepler from 0.10 on counts
// joules per RAPL zone. A server that spans nodes has several pages; all must answer, each with the named devices. On
// the control core.
#include <string>
#include <vector>

#include "base/web_fetch.hpp"
#include "energy/meter.hpp"

namespace greeninfer::energy {

// The counters in one page. `devices` names those that are wanted: of DCGM by number or UUID, of Kepler by zone; empty
// is every GPU, or the packages. Fails where none is there, or a named one is not.
Result<std::vector<DeviceCount>> read_dcgm_page(std::string_view page, const std::vector<std::string>& devices);
Result<std::vector<DeviceCount>> read_kepler_page(std::string_view page, const std::vector<std::string>& devices);

class ExporterMeter final : public Meter {
public:
    using ReadPage = Result<std::vector<DeviceCount>> (*)(std::string_view, const std::vector<std::string>&);

    ExporterMeter(WebFetch& web, std::vector<std::string> urls, std::vector<std::string> devices, ReadPage read_page)
        : web_(web), urls_(std::move(urls)), devices_(std::move(devices)), read_page_(read_page) {}

    Task<std::vector<DeviceCount>> read() override;

private:
    WebFetch& web_;
    const std::vector<std::string> urls_;
    const std::vector<std::string> devices_;
    const ReadPage read_page_;
};

}  // namespace greeninfer::energy
