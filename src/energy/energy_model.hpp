#pragma once
// Joules that GPUs spend on a token of an answer, from the model's size, the hardware and how full the server is: for
// machines that no meter watches.
//
// Fitted on public measurements of vLLM (weights/energy_model.md); how full the server is can matter more than the size
// of the model. GPU energy alone: host_share.hpp and PUE come on top. Pure functions, no allocation.
#include "base/units.hpp"
#include "energy/energy_settings.hpp"

namespace greeninfer::energy {

struct Hardware {
    double active_parameters_b = 0;  // billions, above 0
    double total_parameters_b = 0;   // billions, at least those that are active
    Gpu gpu = Gpu::h100;
    double gpus = 1;  // of one replica
    double bits = 16;
};

struct TokenEnergy {
    Energy accelerator_energy;  // median, per token
    double log_deviation = 0;   // standard deviation of its logarithm for a model that the fit has not seen
};

// `occupancy` is how many requests the replica runs at once, 1 or more.
TokenEnergy decode_energy(const Hardware& hardware, double occupancy);

// With the occupancy unknown: taken over 8 to 256, each doubling as likely as another.
TokenEnergy decode_energy_at_unknown_occupancy(const Hardware& hardware);

// Reading one token of a prompt that no cache held: 2 floating-point operations per active parameter
// (Kaplan et al., arXiv 2001.08361) at the efficiency and power below.
TokenEnergy prefill_energy(const Hardware& hardware);

// Share of the dense 16-bit peak that matrix multiplications reach: 38-43 % were measured on H100 (Llama 3, arXiv
// 2407.21783, table 4); 76 % is the most that is published for prefill (Pope et al., arXiv 2211.05102, on TPU v4).
inline constexpr double kPrefillEfficiency = 0.40;
inline constexpr double kPrefillLogDeviation = 0.40;  // so that 76 % is the edge of the 90 % interval

}  // namespace greeninfer::energy
