#pragma once
// What llama.cpp has to say: hundreds of lines of information on standard error, and, now and then, a reason.
//
// Only the reason is of use, since its functions return no more than a null pointer: the last error is kept for whom a
// load fails. Process-wide, like llama.cpp's own setting; for one thread.
#include <string>

namespace greeninfer::optimizer {

// From now on nothing is printed. May be called again.
void keep_llama_errors();
// The last error since the last call; empty if there was none.
std::string take_llama_error();

}  // namespace greeninfer::optimizer
