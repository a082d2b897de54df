#include "wire/body_edits.hpp"

#include <algorithm>

#include "wire/json_writer.hpp"

namespace greeninfer::wire {

void BodyEdits::clear() {
    edits_.clear();
    inserted_.clear();
}

void BodyEdits::add(Span removed, std::string_view json) {
    const Edit edit{removed, {inserted_.size(), json.size()}};
    inserted_ += json;
    const auto place =
        std::ranges::upper_bound(edits_, removed.offset, {}, [](const Edit& e) { return e.removed.offset; });
    edits_.insert(place, edit);
}

void BodyEdits::add_first_member(std::string_view member) {
    // A comma always follows: a body that was read has at least its model.
    add({view_.edits.first_member, 0}, std::string(member) + ",");
}

void BodyEdits::replace(Span span, std::string_view json) {
    add(span, json);
}

void BodyEdits::set_model(std::string_view name) {
    if (name == view_.model) return;
    std::string json;
    append_json_string(name, json);
    add(view_.edits.model, json);
}

void BodyEdits::ask_for_usage() {
    const EditPoints& points = view_.edits;
    if (view_.include_usage) return;
    if (!points.include_usage.empty()) return add(points.include_usage, "true");
    if (points.stream_options.empty()) return add_first_member(R"("stream_options":{"include_usage":true})");
    if (points.first_stream_option == 0) return add(points.stream_options, R"({"include_usage":true})");
    add({points.first_stream_option, 0},
        points.stream_options_has_members ? R"("include_usage":true,)" : R"("include_usage":true)");
}

void BodyEdits::set_streamed() {
    ask_for_usage();
    if (view_.stream) return;
    if (!view_.edits.stream.empty()) return add(view_.edits.stream, "true");
    add_first_member(R"("stream":true)");
}

void BodyEdits::set_not_streamed() {
    if (view_.stream) add(view_.edits.stream, "false");
    // Options of a stream are an error where there is none.
    if (view_.edits.first_stream_option != 0) add(view_.edits.stream_options, "null");
}

void BodyEdits::ask_for_log_probabilities() {
    if (view_.has_logprobs) return;
    if (!view_.edits.logprobs.empty()) return add(view_.edits.logprobs, "true");
    add_first_member(R"("logprobs":true)");
}

void BodyEdits::choose_slot(std::size_t slot) {
    // Where a member is given twice, the server goes by the last one.
    add_first_member(R"("id_slot":)" + std::to_string(slot));
}

std::size_t BodyEdits::edited_size_bytes(std::string_view body) const {
    std::size_t size = body.size();
    for (const Edit& edit : edits_) size += edit.inserted.size_bytes - edit.removed.size_bytes;
    return size;
}

void BodyEdits::pieces(std::string_view body, std::vector<std::string_view>& out) const {
    std::size_t copied = 0;
    const auto add_piece = [&](std::string_view piece) {
        if (!piece.empty()) out.push_back(piece);
    };
    for (const Edit& edit : edits_) {
        add_piece(body.substr(copied, edit.removed.offset - copied));
        add_piece(edit.inserted.of(inserted_));
        copied = edit.removed.offset + edit.removed.size_bytes;
    }
    add_piece(body.substr(copied));
}

std::string BodyEdits::apply(std::string_view body) const {
    std::vector<std::string_view> parts;
    pieces(body, parts);
    std::string edited;
    edited.reserve(edited_size_bytes(body));
    for (const std::string_view part : parts) edited += part;
    return edited;
}

}  // namespace greeninfer::wire
