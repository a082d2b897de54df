#include "optimizer/compaction_sent_lines.hpp"

namespace greeninfer::optimizer {

void SentLines::begin_part(std::uint32_t part, std::uint32_t message) {
    if (message != message_) number_ = 0;
    part_ = part;
    message_ = message;
}

void SentLines::send(const PartLines& lines, std::size_t index) {
    ++number_;
    if (lines_.size() >= kLinesMax) return;
    if (!in_stretch_) {
        in_stretch_ = true;
        begin_ = keys_end_ = index;
        first_ = lines_.size();
    }
    const std::string_view body = lines.body(index);
    lines_.push_back({body.data(), static_cast<std::uint32_t>(body.size()), number_, message_, part_});
    end_ = index + 1;
    add_fence_key(lines, index);
    if (end_ - keys_end_ >= PartLines::kKeyLinesMax) add_keys(lines, keys_end_++, end_);
}

void SentLines::send_reference(const PartLines& lines) {
    end_stretch(lines);
    ++number_;
}

void SentLines::end_stretch(const PartLines& lines) {
    if (!in_stretch_) return;
    for (; keys_end_ < end_; ++keys_end_) add_keys(lines, keys_end_, end_);
    in_stretch_ = false;
    fence_.reset();
}

// When line `index` ends a fence of which every line has gone out.
void SentLines::add_fence_key(const PartLines& lines, std::size_t index) {
    if (lines.opens_fence(index)) fence_ = index;
    if (!fence_ || !lines.begins_block(index + 1)) return;
    const auto key = lines.fence_key(*fence_);
    if (key) places_.add(*key, {static_cast<std::uint32_t>(first_ + *fence_ - begin_), 0});
    fence_.reset();
}

void SentLines::add_keys(const PartLines& lines, std::size_t index, std::size_t end) {
    const auto line = static_cast<std::uint32_t>(first_ + index - begin_);
    for (unsigned levels = 0; levels <= lines.depth(index); ++levels) {
        const auto key = lines.key(index, levels, end);
        if (key) places_.add(*key, {line, levels});
    }
}

}  // namespace greeninfer::optimizer
