#include "wire/event_framer.hpp"

#include <algorithm>
#include <utility>

namespace greeninfer::wire {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

std::string_view without_line_ends(std::string_view line) {
    while (!line.empty() && (line.back() == '\n' || line.back() == '\r')) line.remove_suffix(1);
    return line;
}

std::string_view value_behind(std::string_view line, std::size_t colon) {
    std::string_view value = colon == std::string_view::npos ? std::string_view() : line.substr(colon + 1);
    if (value.starts_with(' ')) value.remove_prefix(1);
    return value;
}

}  // namespace

void EventFramer::feed(std::string_view bytes) {
    input_ = bytes;
    cursor_ = event_begin_ = 0;
    next_lf_ = std::min(bytes.find('\n'), bytes.size());
    next_cr_ = std::min(bytes.find('\r'), bytes.size());
}

FrameStatus EventFramer::next(Frame& frame) {
    if (too_long_) return FrameStatus::too_long;
    if (after_cr_ && cursor_ < input_.size() && take_late_line_feed(frame)) return FrameStatus::frame;
    while (true) {
        const std::size_t end = line_end();
        if (end == input_.size()) return keep_rest();
        const bool is_blank = end == cursor_ && !line_has_bytes_;
        take_terminator(end);
        if (is_blank) return emit(frame);
        ++lines_;
    }
}

// Both searches together pass over the input once, also where one kind of line end never comes.
std::size_t EventFramer::line_end() {
    if (next_lf_ < cursor_) next_lf_ = std::min(input_.find('\n', cursor_), input_.size());
    if (next_cr_ < cursor_) next_cr_ = std::min(input_.find('\r', cursor_), input_.size());
    return std::min(next_lf_, next_cr_);
}

void EventFramer::take_terminator(std::size_t end) {
    const bool is_cr = input_[end] == '\r';
    cursor_ = end + 1;
    after_cr_ = is_cr && cursor_ == input_.size();
    if (is_cr && cursor_ < input_.size() && input_[cursor_] == '\n') ++cursor_;
    line_has_bytes_ = false;
}

// Whether the LF of a CRLF that was cut in two is a frame of its own.
bool EventFramer::take_late_line_feed(Frame& frame) {
    after_cr_ = false;
    const bool ended_event = std::exchange(after_event_, false);
    if (input_[cursor_] != '\n') return false;
    ++cursor_;
    if (!ended_event) return false;
    frame = {.kind = FrameKind::line_feed, .raw = input_.substr(event_begin_, 1)};
    event_begin_ = cursor_;
    return true;
}

FrameStatus EventFramer::emit(Frame& frame) {
    std::string_view raw = input_.substr(event_begin_, cursor_ - event_begin_);
    if (!pending_.empty()) {
        event_.swap(pending_);
        event_ += raw;
        pending_.clear();
        raw = event_;
    }
    // A late line feed is not counted, so that the limit is the same however the bytes are cut.
    const std::size_t size = raw.ends_with("\r\n") ? raw.size() - 1 : raw.size();
    too_long_ = size > max_event_bytes_;
    if (too_long_) return FrameStatus::too_long;
    parse(raw, frame);
    event_begin_ = cursor_;
    lines_ = 0;
    after_event_ = after_cr_;
    return FrameStatus::frame;
}

FrameStatus EventFramer::keep_rest() {
    const std::string_view rest = input_.substr(event_begin_);
    too_long_ = pending_.size() + rest.size() > max_event_bytes_;
    if (too_long_) return FrameStatus::too_long;
    line_has_bytes_ = line_has_bytes_ || cursor_ < input_.size();
    pending_ += rest;
    cursor_ = event_begin_ = input_.size();
    return FrameStatus::need_more;
}

bool EventFramer::finish(Frame& frame) {
    if (pending_.empty() || too_long_) return false;
    event_.swap(pending_);
    pending_.clear();
    if (std::exchange(line_has_bytes_, false)) ++lines_;
    parse(event_, frame);
    lines_ = 0;
    return frame.kind == FrameKind::event;
}

void EventFramer::parse(std::string_view raw, Frame& frame) {
    frame = {.raw = raw};
    if (std::exchange(at_stream_begin_, false) && raw.starts_with(kByteOrderMark)) raw.remove_prefix(3);
    std::size_t data_lines = 0;
    if (lines_ == 1) {
        parse_line(without_line_ends(raw), data_lines, frame);
    } else {
        while (!raw.empty()) {
            const std::size_t end = std::min(raw.find_first_of("\r\n"), raw.size());
            if (end > 0) parse_line(raw.substr(0, end), data_lines, frame);
            raw.remove_prefix(std::min(end + 1, raw.size()));
        }
    }
    frame.kind = frame.data.empty() ? FrameKind::empty : FrameKind::event;
    frame.data_in_raw = data_lines == 1;
    if (frame.kind == FrameKind::empty && (data_lines > 0 || !frame.name.empty())) frame.has_unsafe = true;
}

void EventFramer::parse_line(std::string_view line, std::size_t& data_lines, Frame& frame) {
    if (line.starts_with("data: ")) return add_data(line.substr(6), data_lines, frame);
    const std::size_t colon = line.find(':');
    const std::string_view field = line.substr(0, colon);
    if (field.empty()) return;  // a comment
    if (field == "data") return add_data(value_behind(line, colon), data_lines, frame);
    if (field == "event") {
        frame.name = value_behind(line, colon);
    } else {
        frame.has_unsafe = true;
        frame.has_unknown = frame.has_unknown || (field != "id" && field != "retry");
    }
}

void EventFramer::add_data(std::string_view value, std::size_t& data_lines, Frame& frame) {
    if (data_lines++ == 0) {
        frame.data = value;
        return;
    }
    if (data_lines == 2) joined_ = frame.data;
    joined_ += '\n';
    joined_ += value;
    frame.data = joined_;
}

}  // namespace greeninfer::wire
