// `greeninfer optimizer-worker` alone, for the tests of this layer, which lies below the command line.
#include <cstdlib>
#include <string_view>

#include "pipeline/optimizer_worker.hpp"

int main(int argument_count, char** arguments) {
    greeninfer::pipeline::OptimizerWorkerOptions options;
    for (int i = 2; i + 1 < argument_count; i += 2) {
        const std::string_view name = arguments[i];
        const char* const value = arguments[i + 1];
        if (name == "--model") options.model = value;
        if (name == "--socket") options.socket = value;
        if (name == "--queue") options.queue = static_cast<std::size_t>(std::atoi(value));
        if (name == "--threads") options.threads = static_cast<std::uint32_t>(std::atoi(value));
    }
    return greeninfer::pipeline::run_optimizer_worker(options);
}
