#pragma once
// From what accelerators draw to what their machines draw: processors, memory and idle machines come on top.
//
// The one owner of this factor. Google reports 58 % of a prompt's energy in accelerators, 25 % in host processors and
// memory, 10 % in idle machines and 8 % in the building (arXiv 2508.15734). Without the building, which PUE stands
// for, that is (58 + 25 + 10) / 58 = 1.60; the 1.72 that is quoted contains it already.
#include "base/units.hpp"

namespace greeninfer::energy {

inline constexpr double kHostShare = 1.60;  // IT energy over accelerator energy

constexpr Energy it_energy_of_accelerators(Energy accelerators) {
    return accelerators * kHostShare;
}

}  // namespace greeninfer::energy
