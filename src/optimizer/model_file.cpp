#include "optimizer/model_file.hpp"

#include <fmt/format.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cerrno>
#include <string_view>
#include <system_error>

#include "optimizer/embedded_t5.hpp"

namespace greeninfer::optimizer {

namespace {

std::unexpected<Error> cannot_open(std::string_view what) {
    return fail(Fault::not_ready, fmt::format("cannot open {}: {}", what, std::generic_category().message(errno)));
}

ModelFile file_in_memory(std::string_view bytes) {
    const int descriptor = ::memfd_create("greeninfer-model", MFD_CLOEXEC);
    if (descriptor < 0) return nullptr;
    ModelFile file(::fdopen(descriptor, "w+b"));
    if (!file) {
        ::close(descriptor);
        return nullptr;
    }
    if (std::fwrite(bytes.data(), 1, bytes.size(), file.get()) != bytes.size()) return nullptr;
    if (std::fflush(file.get()) != 0) return nullptr;
    std::rewind(file.get());
    return file;
}

}  // namespace

Result<ModelFile> open_model_file(const std::string& path) {
    if (path.empty()) {
        if (embedded_t5().empty()) return fail(Fault::not_ready, "this program was built without a model");
        ModelFile file = file_in_memory(embedded_t5());
        if (!file) return cannot_open("the built-in model");
        return file;
    }
    ModelFile file(std::fopen(path.c_str(), "rbe"));
    if (!file) return cannot_open(path);
    return file;
}

}  // namespace greeninfer::optimizer
