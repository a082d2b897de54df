#include "optimizer/phrase_file.hpp"

// The assembler reads the file; a C array of its bytes would take the compiler long.
__asm__(
    ".section .rodata\n"
    ".global greeninfer_optimizer_phrases\n"
    "greeninfer_optimizer_phrases:\n"
    ".incbin \"" GREENINFER_OPTIMIZER_PHRASES
    "\"\n"
    ".global greeninfer_optimizer_phrases_end\n"
    "greeninfer_optimizer_phrases_end:\n"
    ".byte 0\n"
    ".text\n");

extern "C" {
extern const char greeninfer_optimizer_phrases[];
extern const char greeninfer_optimizer_phrases_end[];
}

namespace greeninfer::optimizer {

std::string_view embedded_phrases() {
    return {greeninfer_optimizer_phrases,
            static_cast<std::size_t>(greeninfer_optimizer_phrases_end - greeninfer_optimizer_phrases)};
}

}  // namespace greeninfer::optimizer
