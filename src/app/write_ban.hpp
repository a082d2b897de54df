#pragma once
// What keeps the process from writing files when security.zero_trust is on, and what it may write all the same.
//
// Decided once at start (confinement.hpp) and then only told: to the log, and to whoever reads the metrics.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace greeninfer::telemetry {
class MetricsWriter;
}

namespace greeninfer::app {

enum class WriteBan : std::uint8_t { none, landlock, seccomp };
std::string_view to_string(WriteBan ban);

struct WriteExceptions {
    std::vector<std::string> devices = {};  // character devices, such as /dev/null
    std::string socket_folder = {};         // sockets are made and files removed in it; empty: nowhere
};

// Both do nothing unless zero trust is on. Says in the log what enforces it; loudly when nothing does.
void announce(std::optional<WriteBan> zero_trust);
void write_zero_trust_info(telemetry::MetricsWriter& writer, std::optional<WriteBan> zero_trust);

}  // namespace greeninfer::app
