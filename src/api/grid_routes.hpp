#pragma once
// GET /grid: what is known of the electricity of every zone in use, and what follows from it.
#include <string>

#include "base/clock.hpp"
#include "pipeline/generation.hpp"

namespace greeninfer::api {

// {"zones": [...]}, each with its regions, the figure in use and all that belongs to it, the common table's figure, the
// forecast from now on, and the mode that a zone's level implies. What is unknown is absent.
std::string grid_body(const pipeline::Generation& generation, const Clock& clock);

}  // namespace greeninfer::api
