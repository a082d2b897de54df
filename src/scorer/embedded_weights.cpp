#include "scorer/embedded_weights.hpp"

// The assembler reads the file; a C array of its bytes would take the compiler minutes.
__asm__(
    ".section .rodata\n"
    ".balign 64\n"
    ".global greeninfer_scorer_weights\n"
    "greeninfer_scorer_weights:\n"
    ".incbin \"" GREENINFER_SCORER_WEIGHTS
    "\"\n"
    ".global greeninfer_scorer_weights_end\n"
    "greeninfer_scorer_weights_end:\n"
    ".byte 0\n"
    ".text\n");

extern "C" {
extern const char greeninfer_scorer_weights[];
extern const char greeninfer_scorer_weights_end[];
}

namespace greeninfer::scorer {

std::string_view embedded_weights() {
    return {greeninfer_scorer_weights,
            static_cast<std::size_t>(greeninfer_scorer_weights_end - greeninfer_scorer_weights)};
}

}  // namespace greeninfer::scorer
