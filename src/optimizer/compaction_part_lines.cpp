#include "optimizer/compaction_part_lines.hpp"

#include <algorithm>
#include <functional>

#include "optimizer/compaction_fence.hpp"
#include "optimizer/compaction_lines.hpp"
#include "optimizer/compaction_quotes.hpp"

namespace greeninfer::optimizer {
namespace {

constexpr std::size_t kKeyBytesMin = 96;
constexpr std::size_t kParagraphLinesMax = 40;

std::uint64_t mixed(std::uint64_t key, std::uint64_t hash) {
    key = (key ^ hash) * 0x9E3779B97F4A7C15U;
    return key ^ (key >> 29U);
}

}  // namespace

PartLines::PartLines(std::string_view text, bool with_quotes) {
    const auto count = static_cast<std::size_t>(std::ranges::count(text, '\n')) + 1;
    lines_.reserve(count);
    hashes_.reserve(count);
    Lines lines(text);
    for (std::string_view line; lines.next(line);) {
        const std::string_view body = body_of(line);
        const unsigned depth = with_quotes ? quote_depth(body) : 0;
        lines_.push_back({.begin = body.data(),
                          .size_bytes = static_cast<std::uint32_t>(body.size()),
                          .first_hash = static_cast<std::uint32_t>(hashes_.size()),
                          .newline_bytes = static_cast<std::uint8_t>(line.size() - body.size()),
                          .depth = static_cast<std::uint8_t>(depth),
                          .is_blank = optimizer::is_blank(without_marks(body, depth))});
        for (unsigned level = 0; level <= depth; ++level) {
            hashes_.push_back(std::hash<std::string_view>()(without_marks(body, level)));
        }
        has_quotes_ = has_quotes_ || depth > 0;
    }
    mark_blocks();
}

void PartLines::mark_blocks() {
    Fence fence;
    bool after_end = true;  // of a fence, or of a paragraph
    std::size_t paragraph = 0;
    for (std::size_t index = 0; index < lines_.size(); ++index) {
        Line& line = lines_[index];
        const Fence::Place place = fence.take(body(index));
        const bool in_fence = place == Fence::Place::inside || place == Fence::Place::closes;
        const bool other_depth = index > 0 && line.depth != lines_[index - 1].depth;
        line.begins_block = !in_fence && (after_end || line.is_blank || other_depth || place == Fence::Place::opens);
        if (line.begins_block || in_fence) {
            mark_records(paragraph, index);
            paragraph = index;
        }
        line.opens_fence = place == Fence::Place::opens;
        if (place != Fence::Place::outside) paragraph = index + 1;
        after_end = place == Fence::Place::closes || (!in_fence && line.is_blank);
    }
    mark_records(paragraph, lines_.size());
}

void PartLines::mark_records(std::size_t begin, std::size_t end) {
    if (begin + kParagraphLinesMax >= end || body(begin).starts_with('|')) return;
    for (std::size_t index = begin; index < end; ++index) {
        const std::string_view line = body(index);
        lines_[index].begins_block |= line.empty() || !std::string_view(" \t}])").contains(line.front());
    }
}

std::optional<std::uint64_t> PartLines::fence_key(std::size_t line) const {
    if (!opens_fence(line)) return std::nullopt;
    std::uint64_t key = 1;  // so that it is none of those of stretches
    std::size_t index = line;
    do {
        key = mixed(key, hashes_[lines_[index].first_hash]);
        ++index;
    } while (!begins_block(index));
    return key;
}

std::optional<std::uint64_t> PartLines::key(std::size_t line, unsigned levels, std::size_t end) const {
    std::uint64_t key = 0;
    std::size_t size_bytes = 0;
    const std::size_t stop = std::min(end, line + kKeyLinesMax);
    for (std::size_t index = line; index < stop && lines_[index].depth >= levels; ++index) {
        key = mixed(key, hashes_[lines_[index].first_hash + levels]);
        size_bytes += without_marks(body(index), levels).size() + 1;
        if (size_bytes >= kKeyBytesMin) return key;
    }
    return std::nullopt;
}

}  // namespace greeninfer::optimizer
