#pragma once
// The one level of the grid that a request's mode goes by, out of the levels of all zones where it may run.
//
// With green routing a request goes where the electricity is clean, so the cleanest zone counts; without it nobody
// knows where it goes, so the dirtiest does. Pure.
#include "grid/snapshot.hpp"
#include "pipeline/generation.hpp"

namespace greeninfer::pipeline {

// Over the zones of all endpoints that can answer; unknown when none of their levels is known.
grid::Level grid_level(const Generation& generation, const grid::Snapshot& snapshot);

}  // namespace greeninfer::pipeline
