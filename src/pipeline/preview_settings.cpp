#include "pipeline/preview_settings.hpp"

#include "config/fields.hpp"

namespace greeninfer::pipeline {

using namespace std::chrono_literals;
using config::Duration, config::Number, config::OneOf;

namespace {

constexpr std::array<std::string_view, 2> kNoAndYes = {"false", "true"};
constexpr std::size_t kKeyBytesMin = 16;

std::string wrong_key(const config::SecretSetting& key) {
    if (!key.value || key.value->reveal().size() >= kKeyBytesMin) return {};
    return "is shorter than 16 characters and could be guessed; make one with: openssl rand -hex 32";
}

}  // namespace

void describe(config::Fields& fields, PreviewSettings& settings) {
    fields.value("enabled", settings.enabled, OneOf<bool>{kNoAndYes},
                 "Whether `/chat` makes previews for requests that ask for them.");
    fields.value("score_above", settings.score_above, Number{0, 100},
                 "With `preview: auto`, prompts of a higher complexity get one.");
    fields.value("expires_after", settings.expires_after, Duration{1s, 24h},
                 "How long a preview can be confirmed; afterwards the full run counts as avoided.");
    fields.value("time_limit", settings.time_limit, Duration{100ms, 10min},
                 "A preview that takes longer is given up, and the request runs in full.");
    describe_secret(fields, "signing_key", settings.signing_key, "the key that signs the ids of previews");
    const bool by_file = !settings.signing_key.file.empty();
    fields.check(by_file ? "signing_key_file" : "signing_key_env", [&] { return wrong_key(settings.signing_key); });
}

}  // namespace greeninfer::pipeline
