#include "optimizer/compaction_json_value.hpp"

#include <algorithm>
#include <bitset>

#include "optimizer/compaction_lines.hpp"

namespace greeninfer::optimizer {
namespace {

constexpr std::size_t kDepthMax = 512;  // deeper than any tool writes

bool is_digit(char byte) {
    return byte >= '0' && byte <= '9';
}

bool is_hex_digit(char byte) {
    return is_digit(byte) || (byte >= 'a' && byte <= 'f') || (byte >= 'A' && byte <= 'F');
}

class Copier {
public:
    Copier(std::string_view text, std::string& out) : text_(text), out_(out) {}

    CopiedJson copy() {
        bool valid = take_value();
        while (valid && depth_ > 0) valid = take_next();
        copy_up_to_here();
        return {valid, at_};
    }

private:
    char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }
    bool in_object() const { return is_object_[depth_ - 1]; }

    void skip_blanks() {
        if (!is_blank_byte(peek())) return;
        copy_up_to_here();
        while (is_blank_byte(peek())) ++at_;
        copied_ = at_;
    }

    void copy_up_to_here() {
        out_ += text_.substr(copied_, at_ - copied_);
        copied_ = at_;
    }

    bool take(char byte) {
        if (peek() != byte) return false;
        ++at_;
        return true;
    }

    // What follows inside a list or an object: a member, or its end.
    bool take_next() {
        const char end = in_object() ? '}' : ']';
        skip_blanks();
        if (take(end)) {
            --depth_;
            is_empty_ = false;
            return true;
        }
        if (!is_empty_ && !take(',')) return false;
        is_empty_ = false;
        skip_blanks();
        return (!in_object() || take_key()) && take_value();
    }

    bool take_key() {
        if (peek() != '"' || !take_string()) return false;
        skip_blanks();
        if (!take(':')) return false;
        skip_blanks();
        return true;
    }

    bool take_value() {
        switch (peek()) {
            case '{':
            case '[':
                return open(peek());
            case '"':
                return take_string();
            case 't':
                return take_word("true");
            case 'f':
                return take_word("false");
            case 'n':
                return take_word("null");
            default:
                return take_number();
        }
    }

    bool open(char bracket) {
        if (depth_ == kDepthMax) return false;
        is_object_[depth_++] = bracket == '{';
        is_empty_ = true;
        return take(bracket);
    }

    bool take_word(std::string_view word) {
        if (!text_.substr(at_).starts_with(word)) return false;
        at_ += word.size();
        return true;
    }

    bool take_string() {
        ++at_;
        for (; peek() != '"'; ++at_) {
            if (static_cast<unsigned char>(peek()) < 0x20) return false;  // also the end of the text
            if (peek() == '\\' && !skip_escape()) return false;
        }
        ++at_;
        return true;
    }

    // Stops at the last byte of the escape.
    bool skip_escape() {
        ++at_;
        if (peek() != 'u') return std::string_view("\"\\/bfnrt").contains(peek()) && at_ < text_.size();
        const std::string_view digits = text_.substr(std::min(at_ + 1, text_.size())).substr(0, 4);
        if (digits.size() < 4 || !std::ranges::all_of(digits, is_hex_digit)) return false;
        at_ += 4;
        return true;
    }

    bool take_number() {
        if (peek() == '-') ++at_;
        if (peek() == '0') {
            ++at_;
        } else if (!skip_digits()) {
            return false;
        }
        if (peek() == '.' && (++at_, !skip_digits())) return false;
        return (peek() != 'e' && peek() != 'E') || skip_exponent();
    }

    bool skip_exponent() {
        ++at_;
        if (peek() == '+' || peek() == '-') ++at_;
        return skip_digits();
    }

    bool skip_digits() {
        const std::size_t begin = at_;
        while (is_digit(peek())) ++at_;
        return at_ > begin;
    }

    std::string_view text_;
    std::string& out_;
    std::size_t at_ = 0;
    std::size_t copied_ = 0;  // what stands before has been copied, or is white space
    std::size_t depth_ = 0;
    std::bitset<kDepthMax> is_object_;
    bool is_empty_ = false;  // nothing has been read since the last bracket opened
};

}  // namespace

CopiedJson copy_compact_json(std::string_view text, std::string& out) {
    return Copier(text, out).copy();
}

}  // namespace greeninfer::optimizer
