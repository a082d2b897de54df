#include "fleet/engine_settings.hpp"

#include "config/fields.hpp"

namespace greeninfer::fleet {

using namespace std::chrono_literals;
using config::Count, config::Duration, config::File, config::kMiB, config::kGiB, config::Name, config::Number,
    config::OneOf, config::Size;

void describe(config::Fields& fields, LocalEngineSettings& settings) {
    fields.value("enabled", settings.enabled, OneOf<EngineUse>{kEngineUseNames},
                 "Whether the server runs a model of its own; auto does when no models are configured.");
    fields.value("model", settings.model, Name{}, "What clients ask for as `model`. Its tier is small.");
    fields.value("model_file", settings.model_file, File{"path of a GGUF file"},
                 "Weights; empty is the file that set-up cached.");
    fields.value("server_binary", settings.server_binary, File{"path of llama-server"},
                 "The engine; empty is the one that set-up cached.");
    fields.value("replicas", settings.replicas, Count{1, 64},
                 "Engines that are started, each with the weights, slots and context of its own; "
                 "`enterprise.routing` chooses among them.");
    fields.value("slots", settings.slots, Count{1, 256}, "Requests answered at once by each.");
    fields.value("context", settings.context, Count{128, 1'048'576}, "Tokens of prompt and answer for each slot.");
    fields.value("queue", settings.queue, Count{0, 100'000}, "Requests that may wait for a slot, else 429.");
    fields.value("prompt_cache", settings.prompt_cache_bytes, Size{0, 1024 * kGiB},
                 "Memory of each for prompts whose slot was taken over, so that they need not be read again, in whole "
                 "MiB; 0 keeps only what the slots hold.");
    fields.value(
        "threads", settings.threads, Count{0, 1024},
        "Threads of each that compute; 0 is one per core for prompts and half as many for generation, shared among "
        "the replicas.");
    fields.value("start_timeout", settings.start_timeout, Duration{1s, 1h},
                 "An engine that is not ready after this long is started again.");
    fields.value("watts_per_core", settings.watts_per_core, Number{0, 1000},
                 "Power of a busy core: its requests share its processor time times this. 0 leaves their energy to "
                 "the coefficients of the tier.");
    fields.value("meter", settings.meter, Name{},
                 "One of `meters` to share instead, such as the machine's own; empty is its processor time.");
}

}  // namespace greeninfer::fleet
