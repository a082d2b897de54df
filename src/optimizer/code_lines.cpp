#include "optimizer/code_lines.hpp"

#include <algorithm>
#include <array>

#include "optimizer/fences.hpp"
#include "optimizer/letters.hpp"

namespace greeninfer::optimizer {

namespace {

constexpr std::size_t kCodeIndentColumns = 4;

// What lines of common languages begin with and prose does not...
constexpr auto kStarts = std::to_array<std::string_view>({"#include",
                                                          "#define",
                                                          "#!/",
                                                          "$ ",
                                                          "%>",
                                                          "-- ",
                                                          "/*",
                                                          "*/",
                                                          "//",
                                                          "<!--",
                                                          "</",
                                                          "<?",
                                                          "?>",
                                                          "@override",
                                                          "SELECT ",
                                                          "INSERT ",
                                                          "DELETE FROM",
                                                          "CREATE TABLE",
                                                          "elif ",
                                                          "print(",
                                                          "printf(",
                                                          "typedef ",
                                                          "using namespace",
                                                          "while (",
                                                          "while(",
                                                          "for (",
                                                          "for(",
                                                          "if (",
                                                          "if(",
                                                          "if [",
                                                          "} else",
                                                          ">>> ",
                                                          "sudo ",
                                                          "apt-get ",
                                                          "pip install",
                                                          "npm install"});
// ... words that both begin with: code when the line has a sign of it as well.
constexpr auto kKeywords = std::to_array<std::string_view>(
    {"UPDATE ",  "cd ",       "const ",  "curl ", "def ",    "docker ", "except ",    "fn ",
     "func ",    "function ", "git ",    "impl ", "import ", "let ",    "namespace ", "npm ",
     "private ", "public ",   "return ", "rm ",   "static ", "struct ", "var "});
constexpr std::string_view kSigns = "=(){}[]<>;/\\\"'_*";
constexpr auto kEnds =
    std::to_array<std::string_view>({";", "{", "}", "};", ");", "})", "]]", "*/", "-->", "/>", "\\"});
constexpr auto kAnywhere = std::to_array<std::string_view>(
    {" == ", " != ", " => ", " -> ", " += ", " -= ", " && ", " || ", "::", "();", "</", " := ", " <- ", "==="});

std::size_t words_in(std::string_view line) {
    std::size_t words = 0;
    for (std::size_t i = 0; i < line.size(); ++i) {
        words += !is_blank(line[i]) && (i == 0 || is_blank(line[i - 1])) ? 1 : 0;
    }
    return words;
}

bool is_start_of(std::string_view line, std::span<const std::string_view> starts) {
    return std::ranges::any_of(starts, [&](std::string_view start) { return line.starts_with(start); });
}

// "let x = 1;" and not "let me know", "import os" and not "import taxes for Germany".
bool begins_like_code(std::string_view line) {
    if (is_start_of(line, kStarts)) return true;
    if (!is_start_of(line, kKeywords)) return false;
    constexpr std::size_t kStatementWordsMax = 2;
    const bool sign = line.find_first_of(kSigns) != std::string_view::npos || line.contains(" -");
    return (sign && !line.ends_with('?')) || (words_in(line) <= kStatementWordsMax && !line.ends_with('.'));
}

bool any_end(std::string_view line) {
    return std::ranges::any_of(kEnds, [&](std::string_view end) { return line.ends_with(end); });
}

bool any_inside(std::string_view line) {
    return std::ranges::any_of(kAnywhere, [&](std::string_view part) { return line.contains(part); });
}

bool is_name_byte(char byte) {
    return is_letter(byte) || is_digit(byte) || byte == '_' || byte == '.';
}

// name = value, name: type = value
bool assigns(std::string_view line) {
    const std::size_t sign = line.find('=');
    if (sign == std::string_view::npos || sign == 0) return false;
    std::string_view left = line.substr(0, sign);
    while (!left.empty() && is_blank(left.back())) left.remove_suffix(1);
    return !left.empty() && (std::ranges::all_of(left, is_name_byte) || left.ends_with(']') || left.ends_with(')'));
}

// name(…) with nothing but that on the line, or a heading that ends in "):".
bool calls(std::string_view line) {
    const std::size_t bracket = line.find('(');
    if (bracket == std::string_view::npos || bracket == 0 || !is_name_byte(line[bracket - 1])) return false;
    const bool name = std::ranges::all_of(line.substr(0, bracket), is_name_byte);
    return (name && line.ends_with(')')) || line.ends_with("):");
}

bool opens_block(std::string_view line) {
    constexpr auto kBlocks =
        std::to_array<std::string_view>({"class ", "def ", "do", "else:", "esac", "fi", "for ", "if ", "then",
                                         "try:", "while ", "with ", "done", "else", "end"});
    if (!std::ranges::any_of(kBlocks, [&](std::string_view word) { return line.starts_with(word); })) return false;
    const bool alone = std::ranges::find(kBlocks, line) != kBlocks.end();
    return alone || (line.ends_with(':') && line.find_first_of("()[]=<>") != std::string_view::npos) ||
           line.ends_with("; then") || line.ends_with("; do");
}

// What stands between two lines of code is code as well when it is short: "do", "else", "x".
void fill_gaps(std::span<const TextLine> lines, std::vector<std::uint8_t>& code) {
    constexpr std::size_t kShortWordsMax = 4;
    for (std::size_t i = 1; i + 1 < lines.size(); ++i) {
        const bool between = code[i - 1] != 0 && code[i + 1] != 0;
        if (between && words_in(lines[i].bytes) <= kShortWordsMax) code[i] = 1;
    }
}

}  // namespace

bool looks_like_code(std::string_view line) {
    const std::string_view trimmed = TextLine{0, line}.trimmed();
    if (trimmed.empty()) return false;
    return begins_like_code(trimmed) || any_end(trimmed) || any_inside(trimmed) || assigns(trimmed) || calls(trimmed) ||
           opens_block(trimmed);
}

std::vector<std::uint8_t> code_lines(std::span<const TextLine> lines) {
    std::vector<std::uint8_t> code = fenced_lines(lines);
    for (std::size_t i = 0; i < lines.size(); ++i) {
        if (code[i] != 0 || lines[i].blank()) continue;
        const bool indented = lines[i].indent_columns() >= kCodeIndentColumns;
        code[i] = indented || looks_like_code(lines[i].bytes) ? 1 : 0;
    }
    fill_gaps(lines, code);
    return code;
}

double code_share(std::span<const TextLine> lines) {
    const std::vector<std::uint8_t> code = code_lines(lines);
    double written = 0;
    double marked = 0;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        if (lines[i].blank()) continue;
        written += 1;
        marked += code[i];
    }
    return written > 0 ? marked / written : 0;
}

}  // namespace greeninfer::optimizer
