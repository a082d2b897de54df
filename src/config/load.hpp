#pragma once
// From files to a settings struct: read, merge, describe, and either a whole valid struct or every problem.
#include <expected>
#include <filesystem>
#include <span>
#include <vector>

#include "config/node.hpp"
#include "config/reader.hpp"

namespace greeninfer::config {

// One tree from several files; later ones override earlier ones key by key. No files give an empty tree.
Node read_files(std::span<const std::filesystem::path> files, Problems& problems);

// Settings needs a default constructor and a describe(Fields&, Settings&) in its namespace.
template <class Settings>
std::expected<Settings, std::vector<Problem>> load(std::span<const std::filesystem::path> files) {
    Problems problems;
    const Node root = read_files(files, problems);
    Settings settings;
    Reader::read(root, "", [&](Fields& fields) { describe(fields, settings); }, problems);
    if (!problems.all().empty()) return std::unexpected(problems.all());
    return settings;
}

}  // namespace greeninfer::config
