#include "optimizer/embedded_t5.hpp"

// The assembler reads the file; a C array of its bytes would take the compiler minutes.
__asm__(
    ".section .rodata\n"
    ".balign 64\n"
    ".global greeninfer_optimizer_model\n"
    "greeninfer_optimizer_model:\n"
    ".incbin \"" GREENINFER_OPTIMIZER_MODEL
    "\"\n"
    ".global greeninfer_optimizer_model_end\n"
    "greeninfer_optimizer_model_end:\n"
    ".byte 0\n"
    ".text\n");

extern "C" {
extern const char greeninfer_optimizer_model[];
extern const char greeninfer_optimizer_model_end[];
}

namespace greeninfer::optimizer {

std::string_view embedded_t5() {
    return {greeninfer_optimizer_model,
            static_cast<std::size_t>(greeninfer_optimizer_model_end - greeninfer_optimizer_model)};
}

}  // namespace greeninfer::optimizer
