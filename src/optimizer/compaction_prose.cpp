#include "optimizer/compaction_prose.hpp"

#include <algorithm>
#include <array>
#include <vector>

#include "optimizer/compaction_byte_set.hpp"
#include "optimizer/compaction_lines.hpp"

namespace greeninfer::optimizer {
namespace {

constexpr std::size_t kProseLineBytes = 50;  // lines of verse and of lists are shorter
constexpr std::size_t kSingleLineBytes = 80;
constexpr std::size_t kProseWords = 8;
constexpr std::size_t kRunMax = 4;  // runs of more spaces are columns, or room to fill in
constexpr std::size_t kLinesOfVerseMax = 100;

// Bytes of other scripts count as letters: of them, only how blanks stand between them is known.
bool is_letter(char byte) {
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || static_cast<unsigned char>(byte) >= 0x80;
}

std::string_view without_list_mark(std::string_view line) {
    if (line.starts_with("- ") || line.starts_with("* ")) return without_leading_blanks(line.substr(2));
    const auto digits = std::min(line.find_first_not_of("0123456789"), line.size());
    if (digits == 0 || digits > 3) return line;
    const std::string_view mark = line.substr(digits);
    return mark.starts_with(". ") || mark.starts_with(") ") ? without_leading_blanks(mark.substr(2)) : line;
}

// "name: value", as YAML and the heads of messages have it.
bool is_field(std::string_view line) {
    const auto end = line.find_first_of(": ");
    return end != std::string_view::npos && end > 0 && line[end] == ':';
}

bool ends_like_code(std::string_view line) {
    return !line.empty() && std::string_view("{}[;=(\\|<>").contains(line.back());
}

bool has_quote(std::string_view line) {
    static constexpr ByteSet kMarks("\"`'\xE2\xC2\xE3");
    if (!kMarks.any(line)) return false;
    if (line.contains('"') || line.contains('`')) return true;
    constexpr std::array<std::string_view, 6> kQuotes = {"“", "”", "„", "«", "»", "「"};
    if (std::ranges::any_of(kQuotes, [&](auto quote) { return line.contains(quote); })) return true;
    for (auto at = line.find('\''); at != std::string_view::npos; at = line.find('\'', at + 1)) {
        const bool between = at > 0 && at + 1 < line.size() && is_letter(line[at - 1]) && is_letter(line[at + 1]);
        if (!between) return true;
    }
    return false;
}

// Reads the lines of a paragraph one after the other.
class Reader {
public:
    void take(std::string_view line) {
        line = body_of(line);
        const std::string_view text = without_trailing_blanks(line);
        note_runs(text);
        if (lines_ > 0 && last_size_bytes_ < kProseLineBytes) long_lines_ = false;
        last_size_bytes_ = text.size();
        if (lines_ == 0) first_size_bytes_ = text.size();
        note_kind(text);
        note_fields(text);
        if (has_quote(text)) single_blanks_ = false;
        ++lines_;
    }

    // Nothing that follows can change that.
    bool is_other() const { return other_ || (!long_lines_ && lines_ > kLinesOfVerseMax); }

    Paragraph paragraph() const {
        const bool is_table = lines_ > 1 && (same_commas_ && commas_ > 1);
        if (other_ || is_table) return {};
        if (!long_lines_ || few_letters_ || words_ < kProseWords || first_size_bytes_ < kProseLineBytes) {
            return {ParagraphKind::few_words, false};
        }
        const bool single_blanks = single_blanks_ && (lines_ > 1 || first_size_bytes_ >= kSingleLineBytes);
        return {ParagraphKind::prose, single_blanks};
    }

private:
    void note_kind(std::string_view text) {
        if (text.starts_with("# ") || text.starts_with("## ") || text.starts_with("### ")) {
            few_letters_ = true;  // a heading, or a comment
            return;
        }
        const std::string_view words = without_list_mark(text);
        const bool begins_well = !words.empty() && (is_letter(words.front()) || words.front() == '(');
        if (!begins_well || is_field(words) || ends_like_code(text) || text.contains('\t')) {
            other_ = true;
            return;
        }
        std::size_t letters = 0;
        std::size_t foreign = 0;
        for (const char byte : text) {
            letters += is_letter(byte) || byte == ' ' ? 1U : 0U;
            foreign += static_cast<unsigned char>(byte) >= 0x80 ? 1U : 0U;
        }
        words_ += foreign / 6;  // scripts without spaces
        if (letters * 10 < text.size() * 7) other_ = true;
        if (letters * 10 < text.size() * 8) few_letters_ = true;
    }

    void note_fields(std::string_view text) {
        const auto commas = static_cast<std::size_t>(
            std::ranges::count_if(text, [](char byte) { return byte == ',' || byte == ';' || byte == '|'; }));
        if (lines_ == 0) commas_ = commas;
        if (commas != commas_) same_commas_ = false;
        if (text.contains('|')) other_ = true;
    }

    // Runs that end below each other are columns, and one behind a separator is an empty field.
    void note_runs(std::string_view text) {
        std::swap(run_ends_, last_run_ends_);
        run_ends_.clear();
        for (auto at = text.find(' '); at != std::string_view::npos; at = text.find(' ', at)) {
            const std::size_t begin = at;
            while (text[at] == ' ') ++at;
            ++words_;
            if (at - begin > 1) note_run(text, begin, at);
        }
    }

    void note_run(std::string_view text, std::size_t begin, std::size_t end) {
        const bool is_field_end = begin > 0 && std::string_view(",;:|").contains(text[begin - 1]);
        const bool is_column = std::ranges::binary_search(last_run_ends_, end);
        if (end - begin > kRunMax || is_field_end || is_column) single_blanks_ = false;
        run_ends_.push_back(end);
    }

    std::size_t lines_ = 0;
    std::size_t words_ = 1;
    std::size_t first_size_bytes_ = 0;
    std::size_t last_size_bytes_ = 0;
    std::size_t commas_ = 0;
    std::vector<std::size_t> run_ends_;  // of the line, offsets in it
    std::vector<std::size_t> last_run_ends_;
    bool same_commas_ = true;
    bool long_lines_ = true;  // but for the last one
    bool few_letters_ = false;
    bool other_ = false;
    bool single_blanks_ = true;
};

}  // namespace

Paragraph paragraph_of(std::string_view text) {
    Reader reader;
    Lines lines(text);
    for (std::string_view line; lines.next(line);) {
        if (is_blank_byte(line.front())) return {};  // indented
        reader.take(line);
        if (reader.is_other()) return {};
    }
    return reader.paragraph();
}

}  // namespace greeninfer::optimizer
