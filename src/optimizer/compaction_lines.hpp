#pragma once
// A text line by line, for the steps of compaction; private to this layer.
//
// A line is handed out with its newline, so that what a step does not touch can be copied as it lies there. Nothing is
// stored: a list of the lines of eight mebibytes of newlines would take more memory than the text.
#include <string_view>

namespace greeninfer::optimizer {

class Lines {
public:
    explicit Lines(std::string_view text) : rest_(text) {}

    // Lines are never empty. False after the last line. A text that ends with a newline has no empty line after it.
    bool next(std::string_view& line) {
        if (rest_.empty()) return false;
        const auto newline = rest_.find('\n');
        line = rest_.substr(0, newline == std::string_view::npos ? newline : newline + 1);
        rest_.remove_prefix(line.size());
        return true;
    }
    std::string_view rest() const { return rest_; }

private:
    std::string_view rest_;
};

inline bool is_blank_byte(char byte) {
    return byte == ' ' || byte == '\t' || byte == '\r' || byte == '\n';
}

inline bool is_blank(std::string_view line) {
    return line.find_first_not_of(" \t\r\n") == std::string_view::npos;
}

// "\n", "\r\n", or nothing at the end of the text.
inline std::string_view newline_of(std::string_view line) {
    if (line.ends_with("\r\n")) return line.substr(line.size() - 2);
    return line.ends_with('\n') ? line.substr(line.size() - 1) : std::string_view();
}

// A line without its newline.
inline std::string_view body_of(std::string_view line) {
    return line.substr(0, line.size() - newline_of(line).size());
}

inline std::string_view without_leading_blanks(std::string_view line) {
    const auto first = line.find_first_not_of(" \t");
    return first == std::string_view::npos ? std::string_view() : line.substr(first);
}

inline std::string_view without_trailing_blanks(std::string_view line) {
    const auto last = line.find_last_not_of(" \t\r\n");
    return line.substr(0, last == std::string_view::npos ? 0 : last + 1);
}

}  // namespace greeninfer::optimizer
