#pragma once
// The bytes of a model as an open file, which is how llama.cpp takes them.
//
// The built-in model is handed over as a file without a name, in memory: under security.zero_trust nothing may be
// written to a disk, and where the program lies may be read-only.
#include <cstdio>
#include <memory>
#include <string>

#include "base/result.hpp"

namespace greeninfer::optimizer {

struct CloseFile {
    void operator()(std::FILE* file) const { std::fclose(file); }
};
using ModelFile = std::unique_ptr<std::FILE, CloseFile>;

// Empty path: the built-in model. not_ready, with the path and the reason, when there is none.
Result<ModelFile> open_model_file(const std::string& path);

}  // namespace greeninfer::optimizer
