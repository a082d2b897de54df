#pragma once
// Reads reported energy in the middle of a larger reading; private to this layer.
#include "wire/json_reader.hpp"
#include "wire/reported_energy.hpp"

namespace greeninfer::wire {

// Take `value`; what is not understood says nothing.
Result<EnergyReport> take_energy_object(JsonReader& reader, ondemand::value value);
Result<EnergyReport> take_carbon_object(JsonReader& reader, ondemand::value value);

}  // namespace greeninfer::wire
