#include "wire/log_probabilities.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include "wire/event_framer.hpp"
#include "wire/json_reader.hpp"

namespace greeninfer::wire {
namespace {

Result<void> note_log_probabilities(JsonReader& reader, ondemand::value choice, std::vector<Span>& found) {
    return reader.each_member(choice, [&](std::string_view name, ondemand::value value) -> Result<void> {
        if (name != "logprobs") return reader.skip(value);
        const char* begin = reader.begin_of(value);
        if (auto skipped = reader.skip(value); !skipped) return skipped;
        found.push_back(reader.span_of(reader.bytes_since(begin)));
        return {};
    });
}

Result<std::vector<Span>> find_log_probabilities(PaddedView json) {
    std::vector<Span> found;
    JsonReader reader(json);
    auto read = reader.read([&](std::string_view name, ondemand::value value) -> Result<void> {
        if (name != "choices") return reader.skip(value);
        TRY(const bool is_null, reader.null(value));
        if (is_null) return {};
        return reader.each_item(
            value, [&](std::size_t, ondemand::value choice) { return note_log_probabilities(reader, choice, found); });
    });
    if (!read) return fail(Fault::upstream_failed, "The model server sent an answer that is not understood.");
    return found;
}

Result<void> append_event(const Frame& frame, std::string& out) {
    if (frame.kind != FrameKind::event) return {};
    std::string data(frame.data);
    if (!data.starts_with("[DONE]")) {
        TRY(data, without_log_probabilities(data));
    }
    // A line end inside JSON is white space, but inside an event it would end the line.
    std::ranges::replace(data, '\n', ' ');
    out.append("data: ").append(data).append("\n\n");
    return {};
}

}  // namespace

bool is_log_probability(double value) {
    constexpr double kRounding = 1e-3;
    constexpr double kClamped = -9998;
    return std::isfinite(value) && value > kClamped && value <= kRounding;
}

Result<std::string> without_log_probabilities(std::string_view json) {
    std::string edited(json);
    TRY(const auto spans, find_log_probabilities(PaddedView::of(edited)));
    for (auto span = spans.rbegin(); span != spans.rend(); ++span) {
        edited.replace(span->offset, span->size_bytes, "null");
    }
    return edited;
}

Result<std::string> events_without_log_probabilities(std::string_view events) {
    EventFramer framer(events.size() + 1);
    framer.feed(events);
    std::string out;
    Frame frame;
    while (framer.next(frame) == FrameStatus::frame) {
        if (auto appended = append_event(frame, out); !appended) return std::unexpected(std::move(appended).error());
    }
    if (framer.finish(frame)) {
        if (auto appended = append_event(frame, out); !appended) return std::unexpected(std::move(appended).error());
    }
    return out;
}

}  // namespace greeninfer::wire
