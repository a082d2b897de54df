#include "optimizer/compaction_blanks.hpp"

#include "optimizer/compaction_lines.hpp"
#include "optimizer/compaction_prose.hpp"
#include "optimizer/compaction_verbatim.hpp"

namespace greeninfer::optimizer {
namespace {

// What stands after the last byte of a line that is no blank, in a paragraph of prose.
std::string_view line_end_of(std::string_view body, std::string_view kept, bool is_last) {
    const std::string_view blanks = body.substr(kept.size());
    if (kept.ends_with(',') || kept.ends_with(';') || kept.ends_with('\\')) return blanks;
    return !is_last && blanks.ends_with("  ") ? "  " : "";
}

// Behind a list's mark the number of spaces says how far the list is indented.
bool ends_list_mark(std::string_view line, std::size_t at) {
    constexpr std::size_t kMarkBytesMax = 4;
    return at > 0 && at <= kMarkBytesMax && std::string_view("-*.)").contains(line[at - 1]);
}

class BlanksStep {
public:
    explicit BlanksStep(std::string_view text) : lines_(text), size_bytes_(text.size()) { out_.reserve(text.size()); }

    std::optional<std::string> run() {
        for (std::string_view line; lines_.next(line);) take(line);
        end_paragraph();
        end_gap(ParagraphKind::few_words);
        if (out_.size() == size_bytes_) return std::nullopt;
        return std::move(out_);
    }

private:
    static std::string_view joined(std::string_view before, std::string_view line) {
        return before.empty() ? line : std::string_view(before.data(), before.size() + line.size());
    }

    void take(std::string_view line) {
        if (verbatim_.take(line)) {
            end_paragraph();
            end_gap(ParagraphKind::other);
            out_ += line;
            last_ = ParagraphKind::other;
        } else if (is_blank(line) || is_quote_mark(line)) {
            end_paragraph();
            take_gap(line);
        } else {
            paragraph_ = joined(paragraph_, line);
        }
    }

    // An empty line of a quotation, on which mail programs leave a space.
    static bool is_quote_mark(std::string_view line) {
        return line.starts_with('>') && line.find_first_not_of("> \t\r\n") == std::string_view::npos;
    }

    void take_gap(std::string_view line) {
        if (is_blank(line)) {
            gap_ = joined(gap_, line);
            return;
        }
        end_gap(ParagraphKind::other);
        out_ += without_trailing_blanks(line);
        out_ += newline_of(line);
        last_ = ParagraphKind::other;
    }

    // The empty lines before a paragraph of this kind.
    void end_gap(ParagraphKind next) {
        const bool beside_prose = last_ == ParagraphKind::prose || next == ParagraphKind::prose;
        const bool beside_other = last_ == ParagraphKind::other || next == ParagraphKind::other;
        const std::size_t kept = beside_prose ? 1 : 2;  // between few words they may part verses, or chapters
        Lines gap(gap_);
        gap_ = {};
        if (beside_other || !has_text_ || (!beside_prose && !has_more_than(kept, gap))) {
            out_ += gap.rest();
            return;
        }
        std::string_view line;
        for (std::size_t count = 0; count < kept && gap.next(line); ++count) out_ += newline_of(line);
    }

    static bool has_more_than(std::size_t count, Lines lines) {
        std::string_view line;
        while (count > 0 && lines.next(line)) --count;
        return lines.next(line);
    }

    void end_paragraph() {
        if (paragraph_.empty()) return;
        const Paragraph paragraph = paragraph_of(paragraph_);
        has_text_ = true;
        end_gap(paragraph.kind);
        if (paragraph.kind == ParagraphKind::prose) {
            write_prose(paragraph.single_blanks);
        } else {
            out_ += paragraph_;
        }
        last_ = paragraph.kind;
        paragraph_ = {};
    }

    void write_prose(bool single_blanks) {
        Lines lines(paragraph_);
        for (std::string_view line; lines.next(line);) {
            const std::string_view kept = without_trailing_blanks(line);
            if (single_blanks) {
                write_with_single_blanks(kept);
            } else {
                out_ += kept;
            }
            out_ += line_end_of(body_of(line), kept, lines.rest().empty());
            out_ += newline_of(line);
        }
    }

    void write_with_single_blanks(std::string_view line) {
        std::size_t from = 0;
        for (auto at = line.find("  "); at != std::string_view::npos; at = line.find("  ", from)) {
            const std::size_t end = line.find_first_not_of(' ', at);
            out_ += line.substr(from, (ends_list_mark(line, at) ? end : at + 1) - from);
            from = end;
        }
        out_ += line.substr(from);
    }

    Lines lines_;
    std::size_t size_bytes_;
    std::string out_;
    Verbatim verbatim_;
    std::string_view paragraph_;
    std::string_view gap_;
    bool has_text_ = false;
    ParagraphKind last_ = ParagraphKind::few_words;
};

}  // namespace

std::optional<std::string> compact_blanks(std::string_view text) {
    return BlanksStep(text).run();
}

}  // namespace greeninfer::optimizer
