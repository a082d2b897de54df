#pragma once
// Which of a processor's energy counters may be added up.
//
// Running average power limit (RAPL) zones nest: psys holds the packages, a package holds core and uncore, and dram
// lies inside or beside it, depending on the processor. The same package may appear twice, by two interfaces. Whoever
// adds all up counts joules two or three times. So by default the packages alone count, each once; who knows the
// machine can name zones, as long as none lies in another. Pure.
#include <cstdint>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "energy/meter.hpp"

namespace greeninfer::energy {

struct ProcessorZone {
    std::string name;  // "package-0", "core", "uncore", "dram", "psys"
    std::string path;  // tells zones of one name apart; that of an inner zone begins with that of the outer one
    std::uint64_t microjoules = 0;
    std::uint64_t wraps_at = 0;
};

// The zones called by one of these names, or the packages; "package" stands for all of them. Fails where there is none,
// a named one is absent, or one named lies in another.
Result<std::vector<DeviceCount>> counts_of(std::vector<ProcessorZone> zones, const std::vector<std::string>& names);

}  // namespace greeninfer::energy
