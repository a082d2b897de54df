#pragma once
// Which figures the gateway turns tokens into grams with, for whoever checks a report years later.
#include <string>

namespace greeninfer::app {

// Names the program's version and, by the beginning of their SHA-256, the files that hold the energy model and the
// tables of grids and regions: `sha256sum weights/energy_model.json`, and `cat` of the tables of src/grid in the order
// of src/app/CMakeLists.txt through it.
std::string data_set_version();

}  // namespace greeninfer::app
