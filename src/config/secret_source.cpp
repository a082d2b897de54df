#include "config/secret_source.hpp"

#include <strings.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "config/bytes.hpp"

namespace greeninfer::config {

namespace {

constexpr std::size_t kSecretBytesMax = 16 * kKiB;

// Somebody may have written the key itself where its variable's name belongs, so only what looks like a name is shown.
std::string variable_label(const std::string& name) {
    const auto belongs = [](char c) { return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_'; };
    return std::ranges::all_of(name, belongs) ? "environment variable " + name : "the environment variable named here";
}

// Gives what is wrong with the text, or nothing. A line break would let a key add headers to a request.
std::string keep(SecretSetting& secret, std::string_view text, const std::string& source) {
    while (text.ends_with('\n') || text.ends_with('\r')) text.remove_suffix(1);
    const auto is_printable = [](char c) { return c > ' ' && c <= '~'; };
    if (text.empty()) return source + " is empty; put the key there";
    if (!std::ranges::all_of(text, is_printable))
        return source + " holds more than a key; it must be one word of ASCII";
    secret.value = std::make_shared<const Secret>(text);
    return {};
}

}  // namespace

bool is_in_environment(const std::string& variable) {
    const char* const text = std::getenv(variable.c_str());
    return text != nullptr && *text != '\0';
}

std::string fetch_from_environment(SecretSetting& secret) {
    const std::string label = variable_label(secret.env);
    const char* text = std::getenv(secret.env.c_str());
    if (text == nullptr) return label + " is not set; export it before starting the server";
    return keep(secret, text, label);
}

std::string fetch_from_file(SecretSetting& secret) {
    const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::fopen(secret.file.c_str(), "re"), &std::fclose);
    if (file == nullptr) return "the file is gone; name a file that the server may read";
    std::setbuf(file.get(), nullptr);  // no second copy of the key in a stream buffer
    std::array<char, kSecretBytesMax> text;
    const std::size_t size = std::fread(text.data(), 1, text.size(), file.get());
    const std::string wrong = keep(secret, {text.data(), size}, "the file");
    explicit_bzero(text.data(), text.size());
    return wrong;
}

}  // namespace greeninfer::config
