#pragma once
// The weights that are part of the program (weights/scorer.bin), so that it needs no file to start. Not yet checked.
#include <string_view>

namespace greeninfer::scorer {

std::string_view embedded_weights();

}  // namespace greeninfer::scorer
