#include "fleet/engine_command.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <thread>

namespace greeninfer::fleet {

namespace {

constexpr std::size_t kBytesPerMebibyte = 1024 * 1024;

}  // namespace

ChildCommand engine_command(const EngineFiles& files, const LocalEngineSettings& settings, std::uint16_t port,
                            std::string_view api_key) {
    // Generation is bound by memory, so that further threads only wait for each other, spinning; prompts are not.
    const std::size_t cores = std::max<std::size_t>(1, std::thread::hardware_concurrency() / settings.replicas);
    const std::size_t for_prompts = settings.threads != 0 ? settings.threads : cores;
    const std::size_t for_generation = settings.threads != 0 ? settings.threads : std::max<std::size_t>(1, cores / 2);
    ChildCommand command;
    command.program = files.server_binary;
    const auto argument = [&](auto... texts) { (command.arguments.emplace_back(texts), ...); };
    argument("--model", files.model_file, "--alias", settings.model);
    argument("--host", "127.0.0.1", "--port", fmt::to_string(port));
    argument("--reuse-port");  // the gateway keeps the port reserved (reserved_port.hpp)
    argument("--threads", fmt::to_string(for_generation), "--threads-batch", fmt::to_string(for_prompts));
    // The engine divides its context over the slots; settings.context is what each slot gets.
    argument("--ctx-size", fmt::to_string(settings.context * settings.slots));
    argument("--parallel", fmt::to_string(settings.slots));
    argument("--cache-ram", fmt::to_string(settings.prompt_cache_bytes / kBytesPerMebibyte));  // else it takes 8 GiB
    argument("--metrics", "--slots", "--no-ui", "--offline");
    argument("--log-disable");  // its log would hold prompts
    command.environment = {fmt::format("LLAMA_API_KEY={}", api_key)};
    return command;
}

}  // namespace greeninfer::fleet
