#include "app/write_ban.hpp"

#include <array>

#include "telemetry/log.hpp"
#include "telemetry/metrics_writer.hpp"

namespace greeninfer::app {

namespace {

constexpr std::array<std::string_view, 3> kNames = {"none", "landlock", "seccomp"};

constexpr telemetry::MetricFamily kInfo{
    "greeninfer_zero_trust_info",
    telemetry::MetricType::gauge,
    "1 while security.zero_trust is on; the label tells what keeps the process from writing files.",
    {"writes_denied_by"}};

}  // namespace

std::string_view to_string(WriteBan ban) {
    return kNames.at(static_cast<std::size_t>(ban));
}

void announce(std::optional<WriteBan> zero_trust) {
    if (!zero_trust) return;
    // An error and no warning: nobody who asked for zero trust may overlook it, whatever the level of the log.
    if (*zero_trust == WriteBan::none) telemetry::log_error("zero_trust_unenforced");
    telemetry::log_info("zero_trust", {telemetry::field("writes_denied_by", *zero_trust)});
}

void write_zero_trust_info(telemetry::MetricsWriter& writer, std::optional<WriteBan> zero_trust) {
    writer.begin(kInfo);
    if (zero_trust) writer.sample(std::array{to_string(*zero_trust)}, std::uint64_t{1});
}

}  // namespace greeninfer::app
