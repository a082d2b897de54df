#include "config/problem.hpp"

#include <fmt/format.h>

#include <utility>

namespace greeninfer::config {

namespace {

constexpr std::size_t kShownBytesMax = 40;

}  // namespace

std::string to_string(const Problem& problem) {
    std::string text = problem.path.empty() ? problem.message : problem.path + ": " + problem.message;
    if (problem.place.file.empty()) return text;
    if (problem.place.line == 0) return fmt::format("{} ({})", text, problem.place.file);
    return fmt::format("{} ({}:{})", text, problem.place.file, problem.place.line);
}

void Problems::add(std::string path, std::string message, Place place) {
    paths_.insert(path);
    problems_.push_back({std::move(path), std::move(message), std::move(place)});
}

std::string printable(std::string_view text) {
    std::string result(text.substr(0, kShownBytesMax));
    for (char& byte : result) {
        if (byte < ' ' || byte > '~') byte = '?';
    }
    if (text.size() > kShownBytesMax) result += "…";
    return result;
}

std::string quoted(std::string_view text) {
    return fmt::format("\"{}\"", printable(text));
}

}  // namespace greeninfer::config
