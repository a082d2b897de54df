#include "config/secret.hpp"

#include <fmt/format.h>
#include <strings.h>

#include <cstring>

#include "config/fields.hpp"
#include "config/secret_source.hpp"

namespace greeninfer::config {

Secret::~Secret() {
    explicit_bzero(text_.data(), text_.size());
}

void describe_secret(Fields& fields, std::string_view name, SecretSetting& secret, std::string_view purpose) {
    const std::string env = fmt::format("{}_env", name);
    const std::string file = fmt::format("{}_file", name);
    fields.refuse(name, fmt::format("a key must not be written in a configuration; put it in an environment variable "
                                    "and name that in {}, or in a file named in {}",
                                    env, file));
    fields.value(env, secret.env, Text{"name of an environment variable"},
                 fmt::format("Environment variable with {}.", purpose));
    fields.value(file, secret.file, File{}, fmt::format("File with {} and nothing else.", purpose));
    fields.require(secret.env.empty() || secret.file.empty(), file, fmt::format("is given beside {}; keep one", env));
    fields.check(env, [&] { return secret.env.empty() ? std::string() : fetch_from_environment(secret); });
    fields.check(file, [&] { return secret.file.empty() || secret.value ? std::string() : fetch_from_file(secret); });
}

}  // namespace greeninfer::config
