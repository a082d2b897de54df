#include "optimizer/compaction_json.hpp"

#include "optimizer/compaction_fence.hpp"
#include "optimizer/compaction_json_value.hpp"
#include "optimizer/compaction_lines.hpp"

namespace greeninfer::optimizer {
namespace {

// Shorter ones are as often a box to tick ("[ ]") or a footnote as they are data.
constexpr std::size_t kValueBytesMin = 16;

bool says_json(std::string_view language) {
    return language == "json" || language == "JSON";
}

bool may_begin_json(std::string_view line) {
    const std::string_view text = without_leading_blanks(line);
    return text.starts_with('{') || text.starts_with('[');
}

class JsonStep {
public:
    explicit JsonStep(std::string_view text) : text_(text) { out_.reserve(text.size()); }

    std::optional<std::string> run() {
        while (at_ < text_.size()) take_line();
        if (out_.size() == text_.size()) return std::nullopt;
        return std::move(out_);
    }

private:
    std::string_view line_at(std::size_t begin) const {
        std::string_view line;
        Lines(text_.substr(begin)).next(line);
        return line;
    }

    void take_line() {
        const std::string_view line = line_at(at_);
        const Fence::Place place = fence_.take(line);
        if (place == Fence::Place::opens && says_json(fence_.language())) fence_is_json_ = true;
        if (place == Fence::Place::closes) fence_is_json_ = false;
        const bool readable = place == Fence::Place::outside || (place == Fence::Place::inside && fence_is_json_);
        if (readable && at_ >= broken_until_ && may_begin_json(line) && take_value(line)) return;
        out_ += line;
        at_ += line.size();
    }

    // A value that begins with `line` and ends a line. When it is none, the lines that were found wanting are not
    // tried again: what lies inside a broken value is no value of its own, and trying each would take forever.
    bool take_value(std::string_view line) {
        const std::size_t out_size_bytes = out_.size();
        const std::size_t indent = line.size() - without_leading_blanks(line).size();
        out_ += line.substr(0, indent);
        const CopiedJson copied = copy_compact_json(text_.substr(at_ + indent), out_);
        const std::size_t end = at_ + indent + copied.end;
        const std::string_view after = end < text_.size() ? line_at(end) : std::string_view();
        if (copied.valid && copied.end >= kValueBytesMin && is_blank(after)) {
            out_ += newline_of(after);
            at_ = end + after.size();
            return true;
        }
        out_.resize(out_size_bytes);
        const auto newline = text_.substr(0, end).rfind('\n');
        broken_until_ = newline == std::string_view::npos ? 0 : newline + 1;
        return false;
    }

    std::string_view text_;
    std::string out_;
    std::size_t at_ = 0;
    std::size_t broken_until_ = 0;
    Fence fence_;
    bool fence_is_json_ = false;
};

}  // namespace

std::optional<std::string> compact_json(std::string_view text) {
    if (text.find_first_of("{[") == std::string_view::npos) return std::nullopt;
    return JsonStep(text).run();
}

}  // namespace greeninfer::optimizer
