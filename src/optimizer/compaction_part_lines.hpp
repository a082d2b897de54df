#pragma once
// A part's text as lines that can be compared quickly, at each level of quotation, and where blocks begin; private to
// this layer.
//
// A block is what may be replaced by a reference without tearing something apart: a paragraph, a whole fence, the run
// of lines at one level of quotation. Of paragraphs too long to have been written by hand (logs, listings) each line is
// a block, with the indented ones below it.
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace greeninfer::optimizer {

class PartLines {
public:
    PartLines(std::string_view text, bool with_quotes);

    std::size_t size() const { return lines_.size(); }
    std::string_view body(std::size_t line) const { return {lines_[line].begin, lines_[line].size_bytes}; }
    std::string_view newline(std::size_t line) const {
        return {lines_[line].begin + lines_[line].size_bytes, lines_[line].newline_bytes};
    }
    unsigned depth(std::size_t line) const { return lines_[line].depth; }
    bool begins_block(std::size_t line) const { return line >= lines_.size() || lines_[line].begins_block; }
    // Nothing but blanks behind the marks of quotation.
    bool is_blank(std::size_t line) const { return lines_[line].is_blank; }
    bool has_quotes() const { return has_quotes_; }

    // Of the stretch of lines that begins with `line`, without `levels` marks of quotation: as many lines as it takes
    // to tell it from others, none at or behind `end`. Absent when they do not suffice.
    std::optional<std::uint64_t> key(std::size_t line, unsigned levels, std::size_t end) const;

    // Of a whole fence that opens with `line`: two that begin alike are told apart.
    std::optional<std::uint64_t> fence_key(std::size_t line) const;
    bool opens_fence(std::size_t line) const { return lines_[line].opens_fence; }

    static constexpr std::size_t kKeyLinesMax = 8;

private:
    struct Line {
        const char* begin = nullptr;
        std::uint32_t size_bytes = 0;
        std::uint32_t first_hash = 0;  // in hashes_, one per level from 0 to depth
        std::uint8_t newline_bytes = 0;
        std::uint8_t depth = 0;
        bool is_blank = false;
        bool begins_block = false;
        bool opens_fence = false;
    };
    void mark_blocks();
    void mark_records(std::size_t begin, std::size_t end);

    std::vector<Line> lines_;
    std::vector<std::uint64_t> hashes_;
    bool has_quotes_ = false;
};

}  // namespace greeninfer::optimizer
