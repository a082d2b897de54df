#include "fleet/engine_files.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <system_error>

namespace greeninfer::fleet {
namespace {

std::string environment_variable(const char* name) {
    const char* value = std::getenv(name);
    return value != nullptr ? value : "";
}

std::unexpected<Error> unusable(std::string_view what, const std::string& path, std::string_view why,
                                std::string_view setting) {
    return fail(Fault::not_ready,
                fmt::format("{} {}: {}. Run ./dev setup, which puts it into the cache, or set {} to the path of yours.",
                            what, path, why, setting),
                std::string(setting));
}

}  // namespace

std::string cache_folder() {
    if (const std::string own = environment_variable("GREENINFER_CACHE"); !own.empty()) return own;
    if (const std::string shared = environment_variable("XDG_CACHE_HOME"); !shared.empty())
        return shared + "/greeninfer";
    return environment_variable("HOME") + "/.cache/greeninfer";
}

Result<EngineFiles> find_engine_files(const LocalEngineSettings& settings, const std::string& cache) {
    EngineFiles files{.server_binary = settings.server_binary, .model_file = settings.model_file};
    if (files.server_binary.empty())
        files.server_binary = fmt::format("{}/llama-server-{}/llama-server", cache, kEngineVersion);
    if (files.model_file.empty()) files.model_file = fmt::format("{}/models/{}", cache, kEngineModelFile);

    const auto unusable_file = [](const std::string& path, int access_wanted) -> std::string {
        std::error_code error;
        if (std::filesystem::is_directory(path, error)) return "it is a folder";
        return access(path.c_str(), access_wanted) == 0 ? "" : std::generic_category().message(errno);
    };
    if (const auto why = unusable_file(files.server_binary, X_OK); !why.empty())
        return unusable("The local engine cannot use", files.server_binary, why, "local_engine.server_binary");
    if (const auto why = unusable_file(files.model_file, R_OK); !why.empty())
        return unusable("The local engine cannot read its model", files.model_file, why, "local_engine.model_file");
    return files;
}

}  // namespace greeninfer::fleet
