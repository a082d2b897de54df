#pragma once
// The model that is part of the program (weights/optimizer.gguf), so that shortening needs no file. Not yet checked.
#include <string_view>

namespace greeninfer::optimizer {

// Empty where the program was built without it.
std::string_view embedded_t5();

}  // namespace greeninfer::optimizer
