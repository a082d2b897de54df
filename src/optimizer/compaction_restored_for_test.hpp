#pragma once
// The way back from a compacted conversation, for tests only: what a reader does who follows each reference.
//
// Written without anything of the code under test but the words a reference begins with. Blanks and white space of JSON
// do not come back; with only repeats and reply chains switched on the texts are those of before, byte for byte.
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "optimizer/compaction.hpp"

namespace greeninfer::optimizer {

inline std::string_view sent_text_for_test(std::span<const Part> parts, const Compacted& compacted, std::size_t index) {
    const auto& text = compacted.texts[index];
    return text ? std::string_view(*text) : parts[index].text;
}

// Lines with their newlines.
inline std::vector<std::string> lines_for_test(std::string_view text) {
    std::vector<std::string> lines;
    while (!text.empty()) {
        const auto newline = text.find('\n');
        lines.emplace_back(text.substr(0, newline == std::string_view::npos ? newline : newline + 1));
        text.remove_prefix(lines.back().size());
    }
    return lines;
}

inline std::string without_newline_for_test(std::string line) {
    if (line.ends_with('\n')) line.pop_back();
    if (line.ends_with('\r')) line.pop_back();
    return line;
}

struct ReferenceForTest {
    std::string marks;  // of quotation, before it
    std::uint32_t first_line = 0;
    std::uint32_t last_line = 0;
    std::uint32_t message = 0;
    std::size_t levels_off = 0;
    std::string quotations;
    std::string newline;
};

// Nothing when `line` is not a reference alone.
inline std::optional<ReferenceForTest> reference_for_test(const std::string& line) {
    const auto begin = line.find("[Same text as lines ");
    if (begin == std::string::npos) return std::nullopt;
    ReferenceForTest found;
    found.marks = line.substr(0, begin);
    int used = 0;
    if (std::sscanf(line.c_str() + begin, "[Same text as lines %u-%u of message %u%n", &found.first_line,
                    &found.last_line, &found.message, &used) != 3) {
        return std::nullopt;
    }
    std::string rest = line.substr(begin + static_cast<std::size_t>(used));
    const std::string without = " without \"";
    if (rest.starts_with(without)) {
        found.levels_off = rest.find('"', without.size()) - without.size();
        rest = rest.substr(without.size() + found.levels_off + 1);
    }
    found.quotations = without_newline_for_test(rest);
    found.newline = line.substr(without_newline_for_test(line).size());
    return found;
}

inline std::string expanded_for_test(const ReferenceForTest& reference, const std::vector<std::string>& source) {
    std::string marks_alone = reference.marks;
    while (marks_alone.ends_with(' ')) marks_alone.pop_back();
    std::string text;
    for (std::uint32_t number = reference.first_line; number <= reference.last_line; ++number) {
        if (number == 0 || number > source.size()) return "(no such line)";
        std::string line = without_newline_for_test(source[number - 1]);
        for (std::size_t level = 0; level < reference.levels_off; ++level)
            line.erase(0, line.starts_with("> ") ? 2 : 1);
        text += (line.empty() ? marks_alone : reference.marks) + line;
        const bool is_last = number == reference.last_line;
        text += is_last ? reference.newline : (reference.newline.empty() ? "\n" : reference.newline);
    }
    return text;
}

inline std::vector<std::string> restored_for_test(std::span<const Part> parts, const Compacted& compacted) {
    std::map<std::uint32_t, std::vector<std::string>> messages;
    std::vector<std::string> texts;
    for (std::size_t index = 0; index < parts.size(); ++index) {
        const auto number = parts[index].message != 0 ? parts[index].message : static_cast<std::uint32_t>(index + 1);
        const auto lines = lines_for_test(sent_text_for_test(parts, compacted, index));
        auto& message = messages[number];
        message.insert(message.end(), lines.begin(), lines.end());
        std::string text;
        for (const std::string& line : lines) {
            const auto reference = compacted.texts[index] ? reference_for_test(line) : std::nullopt;
            text += reference ? expanded_for_test(*reference, messages[reference->message]) : line;
        }
        texts.push_back(std::move(text));
    }
    return texts;
}

}  // namespace greeninfer::optimizer
