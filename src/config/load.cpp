#include "config/load.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <iterator>
#include <optional>
#include <string>
#include <utility>

namespace greeninfer::config {

namespace {

constexpr std::streamsize kFileBytesMax = 1024 * 1024;

// At most one byte more than a configuration may have, so that /dev/zero ends as "too large".
std::optional<std::string> read_text(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    if (!file) return std::nullopt;
    std::string text(kFileBytesMax + 1, '\0');
    file.read(text.data(), kFileBytesMax + 1);
    if (file.bad()) return std::nullopt;
    text.resize(static_cast<std::size_t>(file.gcount()));
    return text;
}

}  // namespace

Node read_files(std::span<const std::filesystem::path> files, Problems& problems) {
    Node merged;
    for (const std::filesystem::path& path : files) {
        errno = 0;
        const auto text = read_text(path);
        if (text) {
            merge(merged, parse_yaml(*text, path.string(), problems));
        } else {
            problems.add("", fmt::format("cannot be read: {}", std::strerror(errno)), {.file = path.string()});
        }
    }
    return merged;
}

}  // namespace greeninfer::config
