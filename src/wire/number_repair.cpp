#include "wire/number_repair.hpp"

namespace greeninfer::wire {
namespace {

constexpr std::size_t kLongestWord = 9;  // "-Infinity"

bool may_be_in_word(char byte) {
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
}

}  // namespace

void NumberRepair::feed(std::string_view bytes, std::string& out) {
    for (const char byte : bytes) take(byte, out);
}

void NumberRepair::finish(std::string& out) {
    end_word(out);
}

void NumberRepair::take(char byte, std::string& out) {
    if (in_string_) {
        // A line break ends a string that was none: comments between events may hold a single quote mark.
        const bool ends = (byte == '"' && !after_backslash_) || byte == '\n';
        after_backslash_ = byte == '\\' && !after_backslash_;
        in_string_ = !ends;
        out += byte;
        return;
    }
    if (may_be_in_word(byte) && word_.size() < kLongestWord) {
        word_ += byte;
        return;
    }
    end_word(out);
    if (byte == '-') {
        word_ += byte;
        return;
    }
    in_string_ = byte == '"';
    out += byte;
}

void NumberRepair::end_word(std::string& out) {
    const bool is_no_number = word_ == "NaN" || word_ == "-NaN" || word_ == "Infinity" || word_ == "-Infinity";
    out += is_no_number ? std::string_view("null") : std::string_view(word_);
    word_.clear();
}

std::string with_repaired_numbers(std::string_view json) {
    std::string out;
    out.reserve(json.size());
    NumberRepair repair;
    repair.feed(json, out);
    repair.finish(out);
    return out;
}

}  // namespace greeninfer::wire
