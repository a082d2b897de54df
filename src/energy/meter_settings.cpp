#include "energy/meter_settings.hpp"

#include "config/fields.hpp"
#include "energy/host_share.hpp"

namespace greeninfer::energy {

using namespace std::chrono_literals;
using config::Duration, config::Name, config::Number, config::OneOf, config::Positive, config::Text;

bool counts_gpus(MeterKind kind) {
    return kind == MeterKind::dcgm || kind == MeterKind::nvml;
}

Power tdp_of(const MeterSettings& settings) {
    if (settings.tdp_watts) return Power::watts(*settings.tdp_watts);
    return counts_gpus(settings.kind) ? kGpuTdp : kProcessorTdp;
}

double host_share_of(const MeterSettings& settings) {
    return settings.host_share.value_or(counts_gpus(settings.kind) ? kHostShare : 1.0);
}

void describe(config::Fields& fields, MeterSettings& settings) {
    fields.required("name", settings.name, Name{}, "What `endpoints[].meter` calls it.");
    fields.required("kind", settings.kind, OneOf<MeterKind>{kMeterKindNames},
                    "What counts the energy: a DCGM exporter, the NVIDIA driver of this machine, its processors, or a "
                    "Kepler exporter.");
    fields.values("urls", settings.urls, Text{"URL"},
                  "Pages of the exporters, one for each node of the server; run dcgm-exporter with --collect-interval "
                  "at most `interval`.");
    fields.values(
        "devices", settings.devices, Name{},
        "What of it serves the model: GPUs by number or UUID, processor zones by name; empty is every GPU, or "
        "the processor packages.");
    fields.value("path", settings.path, Text{"path"},
                 "Of nvml its library, of rapl the powercap folder; empty is the usual one.");
    fields.value("tdp_watts", settings.tdp_watts, Positive{100'000},
                 "Rated power of one device; a count that rises faster than 1.5 times that is refused. Without it "
                 "1400 for a GPU and 1000 for processors.");
    fields.value("idle_watts", settings.idle_watts, Number{0, 1'000'000},
                 "Power of all devices together with the model loaded and no request; without it the least that is "
                 "seen while no request is there.");
    fields.value("host_share", settings.host_share, Number{1, 10},
                 "IT energy over what the meter counts; without it 1.6 for GPUs, whose hosts it does not see, else 1.");
    fields.value("interval", settings.interval, Duration{1s, 1min},
                 "Time between two readings: one window, whose energy is divided among its requests.");

    const bool has_page = settings.kind == MeterKind::dcgm || settings.kind == MeterKind::kepler;
    fields.require(!has_page || !settings.urls.empty(), "urls",
                   "is empty; give the address of the exporter's page, such as http://node-a:9400/metrics");
    fields.require(has_page || settings.urls.empty(), "urls", "is not for this kind of meter; leave it out");
    fields.require(!has_page || settings.path.empty(), "path", "is not for this kind of meter; leave it out");
    for (const std::string& url : settings.urls) {
        const bool is_web = url.starts_with("http://") || url.starts_with("https://");
        fields.require(is_web, "urls", "holds an address that does not begin with http:// or https://");
    }
}

}  // namespace greeninfer::energy
