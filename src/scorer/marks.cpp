#include "scorer/marks.hpp"

#include "scorer/code_point.hpp"

namespace greeninfer::scorer {

namespace {

class Counter {
public:
    explicit Counter(std::u32string_view text) : text_(text) {}

    Marks count() {
        begin_line(0);
        for (at_ = 0; at_ < text_.size(); ++at_) take(text_[at_]);
        marks_.letters += unspaced_ * 5 / 2;
        marks_.all_letters += unspaced_;
        return marks_;
    }

private:
    char32_t peek(std::size_t ahead) const { return at_ + ahead < text_.size() ? text_[at_ + ahead] : U'\n'; }

    void take(char32_t point) {
        if (is_latin(point)) {
            ++marks_.letters;
            ++marks_.latin;
            ++marks_.all_letters;
        } else if (is_digit(point)) {
            ++marks_.digits;
        } else if (point == '\n') {
            ++marks_.lines;
            begin_line(at_ + 1);
        } else if (point < 0x80) {
            take_ascii_mark(point);
        } else {
            take_other(point);
        }
    }

    void take_other(char32_t point) {
        if (is_unspaced(point)) {
            ++unspaced_;
        } else if (is_letter(point)) {
            ++marks_.letters;
            ++marks_.all_letters;
        } else {
            ++marks_.punctuation;
            // Super- and subscripts, arrows, operators, letter-like symbols; degree, plus-minus and small powers.
            if ((point >= 0x2070 && point <= 0x23FF) || (point >= 0xB0 && point <= 0xB9)) ++marks_.maths;
        }
    }

    void take_ascii_mark(char32_t point) {
        if (point == ' ') return;
        ++marks_.punctuation;
        if (point == '?') ++marks_.questions;
        if ((point == '.' || point == '!' || point == '?') && is_space(peek(1))) ++marks_.sentences;
        if (is_code(point)) ++marks_.code;
        if (is_maths(point)) ++marks_.maths;
    }

    bool is_code(char32_t point) const {
        const char32_t next = peek(1);
        switch (point) {
            case '{':
                return true;
            case '`':
                return next == '`' && peek(2) == '`';
            case '(':
                return next == ')';
            case '=':
                return next == '=' || next == '>';
            case '<':
                return next == '/' || is_latin(next);
            case ';':
                return next == '\n';
            case ':':
                return next == ':';
            case '-':
                return next == '>';
            case '&':
            case '|':
                return next == point;
            case '#':
                return next == 'i' || next == '!';
            default:
                return false;
        }
    }

    static bool is_maths(char32_t point) {
        return point == '=' || point == '+' || point == '*' || point == '^' || point == '\\' || point == '$';
    }

    void begin_line(std::size_t at) {
        if (at < text_.size() && text_[at] == ' ') ++at;
        if (at >= text_.size()) return;
        const std::u32string_view line = text_.substr(at, 5);
        std::size_t digits = 0;
        while (digits < line.size() && is_digit(line[digits])) ++digits;
        const char32_t after = digits < line.size() ? line[digits] : U' ';
        if (digits > 0 && (after == '.' || after == ')')) ++marks_.list_items;
        const bool is_bullet = line[0] == '-' || line[0] == '*' || line[0] == 0x2022;
        if (is_bullet && line.size() > 1 && line[1] == ' ') ++marks_.list_items;
        if (is_option(line.starts_with(U'(') ? line.substr(1) : line)) ++marks_.options;
    }

    static bool is_option(std::u32string_view line) {
        return line.size() > 1 && line[0] >= 'a' && line[0] <= 'j' &&
               (line[1] == ')' || line[1] == '.' || line[1] == ':');
    }

    std::u32string_view text_;
    std::size_t at_ = 0;
    std::size_t unspaced_ = 0;
    Marks marks_;
};

}  // namespace

Marks marks_of(std::u32string_view text) {
    return Counter(text).count();
}

}  // namespace greeninfer::scorer
