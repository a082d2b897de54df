#include "optimizer/llama_log.hpp"

#include <ggml.h>
#include <llama.h>

#include <utility>

namespace greeninfer::optimizer {

namespace {

constexpr std::size_t kErrorBytesMax = 300;

std::string& last_error() {
    static std::string error;
    return error;
}

void keep_error(ggml_log_level level, const char* text, void*) {
    if (level != GGML_LOG_LEVEL_ERROR) return;
    std::string& error = last_error();
    error.assign(text);
    while (!error.empty() && (error.back() == '\n' || error.back() == ' ')) error.pop_back();
    if (error.size() > kErrorBytesMax) error.resize(kErrorBytesMax);
}

}  // namespace

void keep_llama_errors() {
    llama_log_set(&keep_error, nullptr);
}

std::string take_llama_error() {
    return std::exchange(last_error(), {});
}

}  // namespace greeninfer::optimizer
