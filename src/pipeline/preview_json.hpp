#pragma once
// A preview as the client reads it.
#include <string>

#include "pipeline/preview_report.hpp"

namespace greeninfer::pipeline {

std::string preview_json(const MadePreview& preview);

}  // namespace greeninfer::pipeline
