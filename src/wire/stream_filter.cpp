#include "wire/stream_filter.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "wire/error_body.hpp"
#include "wire/event_marks.hpp"
#include "wire/stream_chunk.hpp"

namespace greeninfer::wire {
namespace {

constexpr std::string_view kDoneData = "[DONE]";
constexpr std::string_view kNullUsageAtEnd = R"(,"usage":null})";

UpstreamError upstream_error(Fault fault, std::string detail) {
    return {.error = {.fault = fault, .detail = std::move(detail)}, .raw_message = {}};
}

bool has_begun_to_end(StreamState state) {
    return state != StreamState::holding && state != StreamState::streaming;
}

}  // namespace

StreamFilter::StreamFilter(StreamFilterOptions options)
    : options_(std::move(options)), framer_(options_.max_event_bytes) {}

void StreamFilter::feed(std::string_view bytes, std::string& out) {
    if (has_begun_to_end(state_)) return;
    input_ = bytes;
    framer_.feed(bytes);
    Frame frame;
    FrameStatus status = FrameStatus::need_more;
    while (!has_begun_to_end(state_) && (status = framer_.next(frame)) == FrameStatus::frame) on_frame(frame, out);
    if (status == FrameStatus::too_long) {
        fail_stream(
            upstream_error(Fault::upstream_failed, fmt::format("The model server sent an event of more than {} bytes.",
                                                               options_.max_event_bytes)),
            out);
    }
    flush_run(out);
}

void StreamFilter::finish(std::string& out) {
    if (has_begun_to_end(state_)) return;
    Frame frame;
    const std::string_view rest = framer_.unfinished();
    // A server that says its error without framing it still gets to say it.
    if (!committed_ && rest.starts_with('{')) return fail_stream(read_upstream_error(0, rest), out);
    if (framer_.finish(frame) && frame.data.starts_with(kDoneData)) return on_done(out);
    state_ = StreamState::cut;
    error_ = upstream_error(committed_ ? Fault::upstream_failed : Fault::upstream_unreachable,
                            "The model server closed the connection before its answer was complete.");
}

void StreamFilter::on_frame(const Frame& frame, std::string& out) {
    if (frame.kind == FrameKind::line_feed) {
        if (last_forwarded_) forward(frame.raw, out);
        return;
    }
    if (frame.raw.starts_with(':')) note_energy(read_energy_comment(frame.raw));
    last_forwarded_ = false;
    if (frame.kind == FrameKind::event) return on_event(frame, out);
    if (frame.has_unknown && !event_seen_) {
        return fail_stream(upstream_error(Fault::upstream_failed, "The model server did not send an event stream."),
                           out);
    }
    if (!frame.has_unsafe) forward_whole(frame, out);
}

void StreamFilter::on_event(const Frame& frame, std::string& out) {
    if (frame.data.starts_with(kDoneData)) return on_done(out);
    event_seen_ = true;
    if (frame.name == "error") return fail_stream(read_upstream_error(0, frame.data), out);
    if (committed_) {
        pass_or_parse(frame, out);
    } else {
        parse_and_edit(frame, out);
    }
}

void StreamFilter::on_done(std::string& out) {
    if (!event_seen_)
        return fail_stream(upstream_error(Fault::upstream_failed, "The model server sent no answer."), out);
    if (!committed_) commit(out);
    state_ = StreamState::done;
}

void StreamFilter::pass_or_parse(const Frame& frame, std::string& out) {
    const EventMarks marks = marks_of(frame.data);
    const bool strips_null = marks.null_usage && !options_.client_wants_usage;
    if (marks.usage || marks.error) return parse_and_edit(frame, out);
    if (strips_null && !(frame.data_in_raw && frame.data.ends_with(kNullUsageAtEnd))) return parse_and_edit(frame, out);
    content_events_ += marks.has_content ? 1 : 0;
    if (!strips_null) return forward_whole(frame, out);
    const std::size_t kept = frame.data.size() - kNullUsageAtEnd.size();
    forward_without(frame, {kept, kNullUsageAtEnd.size() - 1}, out);
}

void StreamFilter::parse_and_edit(const Frame& frame, std::string& out) {
    const auto chunk = read_stream_chunk(frame.data);
    if (!chunk) {
        return fail_stream({.error = chunk.error(), .raw_message = std::string(frame.data.substr(0, 2000))}, out);
    }
    if (chunk->is_error) return fail_stream(read_upstream_error(0, frame.data), out);
    if ((chunk->has_content || chunk->has_finish) && !committed_) commit(out);
    content_events_ += chunk->has_content ? 1 : 0;
    edit_usage(frame, *chunk, out);
}

// Comment and usage come in either order.
void StreamFilter::note_energy(const EnergyReport& report) {
    reported_energy_.give_way_to(report);
    if (usage_) usage_->reported_energy.give_way_to(reported_energy_);
}

void StreamFilter::edit_usage(const Frame& frame, const StreamChunk& chunk, std::string& out) {
    if (chunk.usage) usage_ = chunk.usage;
    note_energy(chunk.reported_energy);
    if (chunk.usage_member.empty()) return forward_whole(frame, out);
    if (options_.client_wants_usage) return forward_with_receipt(frame, chunk, out);
    const bool is_only_for_usage = chunk.usage && !chunk.has_choices;
    if (!is_only_for_usage) forward_without(frame, chunk.usage_member, out);
}

void StreamFilter::forward_with_receipt(const Frame& frame, const StreamChunk& chunk, std::string& out) {
    const bool may_be_last = chunk.usage && (chunk.has_finish || !chunk.has_choices);
    std::string receipt;
    if (may_be_last && usage_ && options_.receipt) receipt = options_.receipt(*usage_);
    if (receipt.empty()) return forward_whole(frame, out);
    forward_edited(frame, {chunk.receipt_offset, 0}, R"(,"greeninfer":)" + receipt, out);
}

void StreamFilter::forward_without(const Frame& frame, Span removed, std::string& out) {
    forward_edited(frame, removed, {}, out);
}

void StreamFilter::forward_edited(const Frame& frame, Span removed, std::string_view inserted, std::string& out) {
    const std::string_view before = frame.data.substr(0, removed.offset);
    const std::string_view behind = frame.data.substr(removed.offset + removed.size_bytes);
    last_forwarded_ = true;
    if (frame.data_in_raw && !frame.has_unsafe) {
        forward({frame.raw.data(), before.data() + before.size()}, out);
        if (!inserted.empty()) forward(inserted, out);
        return forward({behind.data(), frame.raw.data() + frame.raw.size()}, out);
    }
    std::string event = fmt::format("data: {}{}{}\n\n", before, inserted, behind);
    // A line end inside JSON is white space, but inside an event it would end the line.
    std::replace(event.begin(), event.end() - 2, '\n', ' ');
    forward(event, out);
    last_forwarded_ = false;  // its own line ends are not the server's
}

void StreamFilter::forward_whole(const Frame& frame, std::string& out) {
    if (frame.has_unsafe) return forward_edited(frame, {}, {}, out);
    last_forwarded_ = true;
    forward(frame.raw, out);
}

// Bytes of this feed() are gathered to one run, everything else is copied at once: it may not live long.
void StreamFilter::forward(std::string_view bytes, std::string& out) {
    if (!committed_) {
        held_ += bytes;
        if (held_.size() > options_.max_event_bytes) {
            fail_stream(upstream_error(Fault::upstream_failed, "The model server sent much and no answer."), out);
        }
        return;
    }
    const bool continues = !run_.empty() && run_.data() + run_.size() == bytes.data();
    if (continues) {
        run_ = {run_.data(), run_.size() + bytes.size()};
        return;
    }
    flush_run(out);
    const bool in_input = bytes.data() >= input_.data() && bytes.data() < input_.data() + input_.size();
    if (in_input) {
        run_ = bytes;
    } else {
        out += bytes;
    }
}

void StreamFilter::flush_run(std::string& out) {
    out += std::exchange(run_, {});
}

void StreamFilter::commit(std::string& out) {
    committed_ = true;
    state_ = StreamState::streaming;
    out += held_;
    held_ = std::string();  // what is held no longer is memory given back
}

void StreamFilter::fail_stream(UpstreamError error, std::string& out) {
    flush_run(out);
    if (committed_) append_error_event(Dialect::openai, error.error, out);
    state_ = StreamState::failed;
    held_ = std::string();
    error_ = std::move(error);
}

}  // namespace greeninfer::wire
