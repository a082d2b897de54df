#include "optimizer/quoted_spans.hpp"

#include <algorithm>
#include <array>

#include "optimizer/letters.hpp"
#include "optimizer/text_lines.hpp"

namespace greeninfer::optimizer {

namespace {

struct Marks {
    std::string_view open;
    std::string_view close;
};
constexpr auto kMarks = std::to_array<Marks>({{"\"", "\""},
                                              {"\xe2\x80\x9c", "\xe2\x80\x9d"},  // curly double
                                              {"\xe2\x80\x9e", "\xe2\x80\x9c"},  // low and high
                                              {"\xe2\x80\x9d", "\xe2\x80\x9d"},  // twice the same
                                              {"\xc2\xab", "\xc2\xbb"},          // guillemets
                                              {"\xc2\xbb", "\xc2\xab"},          // inwards
                                              {"\xe2\x80\xb9", "\xe2\x80\xba"},  // single guillemets
                                              {"\xe3\x80\x8c", "\xe3\x80\x8d"},  // corner brackets
                                              {"\xe3\x80\x8e", "\xe3\x80\x8f"}});
constexpr std::string_view kCurlySingle = "\xe2\x80\x98";
constexpr std::string_view kCurlySingleEnd = "\xe2\x80\x99";

bool is_word_byte(char byte) {
    return is_letter(byte) || is_digit(byte) || !is_ascii(byte);
}

class Finder {
public:
    explicit Finder(std::string_view text) : text_(text) {}

    std::vector<QuotedSpan> find() {
        while (at_ < text_.size()) {
            if (at_ >= limit_) limit_ = std::max(paragraph_end(), at_ + 1);
            const std::size_t end = span_end();
            if (end == 0) {
                ++at_;
                continue;
            }
            spans_.push_back({at_, end});
            at_ = end;
        }
        return std::move(spans_);
    }

private:
    // 0: nothing is quoted here.
    std::size_t span_end() {
        const char byte = text_[at_];
        if (byte == '>') return at_line_begin() ? limit_ : 0;
        if (byte != '"' && byte != '\'' && is_ascii(byte)) return 0;
        for (const Marks& marks : kMarks) {
            if (text_.substr(at_).starts_with(marks.open)) return closed(marks.open, marks.close);
        }
        if (text_.substr(at_).starts_with(kCurlySingle)) return closed_single(kCurlySingle, kCurlySingleEnd);
        const bool opens = byte == '\'' && !word_before(at_) && at_ + 1 < text_.size() && is_word_byte(text_[at_ + 1]);
        return opens ? closed_single("'", "'") : 0;
    }

    bool at_line_begin() const {
        std::size_t at = at_;
        while (at > 0 && (text_[at - 1] == ' ' || text_[at - 1] == '\t')) --at;
        return at == 0 || text_[at - 1] == '\n';
    }

    std::size_t paragraph_end() const {
        std::size_t end = at_;
        while ((end = text_.find('\n', end)) != std::string_view::npos) {
            const std::size_t next = text_.find_first_not_of(" \t\r", end + 1);
            if (next == std::string_view::npos || text_[next] == '\n') return end;
            ++end;
        }
        return text_.size();
    }

    bool word_before(std::size_t at) const { return at > 0 && is_word_byte(text_[at - 1]); }

    std::size_t closed(std::string_view open, std::string_view close) const {
        const std::size_t found = text_.substr(0, limit_).find(close, at_ + open.size());
        return found < limit_ ? found + close.size() : limit_;
    }

    // A single mark is an apostrophe as well: it closes only behind a word and before none, and one that nothing
    // closes was an apostrophe ('tis).
    std::size_t closed_single(std::string_view open, std::string_view close) {
        if (at_ < no_single_before_) return 0;
        const std::string_view paragraph = text_.substr(0, limit_);
        std::size_t found = at_ + open.size();
        while ((found = paragraph.find(close, found)) < limit_) {
            const std::size_t end = found + close.size();
            if ((end == text_.size() || !is_word_byte(text_[end])) && !is_blank(text_[found - 1])) return end;
            found = end;
        }
        no_single_before_ = limit_;
        return 0;
    }

    std::string_view text_;
    std::size_t at_ = 0;
    std::size_t limit_ = 0;             // the end of the paragraph
    std::size_t no_single_before_ = 0;  // no single mark closes up to here
    std::vector<QuotedSpan> spans_;
};

}  // namespace

std::vector<QuotedSpan> quoted_spans(std::string_view text) {
    return Finder(text).find();
}

}  // namespace greeninfer::optimizer
