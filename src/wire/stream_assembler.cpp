#include "wire/stream_assembler.hpp"

#include <fmt/format.h>
#include <simdjson.h>

#include <utility>

#include "wire/merged_object.hpp"
#include "wire/stream_chunk.hpp"

namespace greeninfer::wire {
namespace {

constexpr std::string_view kDoneData = "[DONE]";

simdjson::dom::parser& thread_parser() {
    thread_local simdjson::dom::parser parser;
    return parser;
}

// What a whole reply calls "message" a stream calls "delta". The members that clients rely on are always there.
void write_message(const MergedObject* delta, JsonWriter& writer) {
    writer.key("message").begin_object();
    const MergedObject nothing;
    if (delta == nullptr) delta = &nothing;
    if (delta->find("role") == nullptr) writer.member("role", "assistant");
    if (delta->find("content") == nullptr) writer.member("content", nullptr);
    for (const auto& member : delta->members()) write_value(member, writer.key(member.name));
    writer.end_object();
}

void write_choice(RequestKind kind, const MergedObject::Item& choice, JsonWriter& writer) {
    writer.begin_object().member("index", choice.index.value_or(0));
    if (kind == RequestKind::chat) write_message(choice.object->object("delta"), writer);
    if (choice.object->find("finish_reason") == nullptr) writer.member("finish_reason", nullptr);
    for (const auto& member : choice.object->members()) {
        if (member.name != "index" && member.name != "delta") write_value(member, writer.key(member.name));
    }
    writer.end_object();
}

void write_choices(RequestKind kind, const MergedObject::Member* choices, JsonWriter& writer) {
    writer.key("choices").begin_array();
    if (choices != nullptr) {
        for (const auto& choice : choices->items) write_choice(kind, choice, writer);
    }
    writer.end_array();
}

std::string write_reply(RequestKind kind, const MergedObject& merged, std::string_view receipt_json) {
    std::string out;
    JsonWriter writer(out);
    writer.begin_object();
    for (const auto& member : merged.members()) {
        if (member.name == "choices") {
            write_choices(kind, &member, writer);
        } else if (member.name == "object") {
            writer.member("object", kind == RequestKind::chat ? "chat.completion" : "text_completion");
        } else {
            write_value(member, writer.key(member.name));
        }
    }
    if (merged.find("choices") == nullptr) write_choices(kind, nullptr, writer);
    if (!receipt_json.empty()) writer.key("greeninfer").raw(receipt_json);
    writer.end_object();
    return out;
}

std::string_view text_of_first_choice(const MergedObject& merged) {
    const auto* choices = merged.find("choices");
    if (choices == nullptr || choices->items.empty() || choices->items.front().index != 0) return {};
    const MergedObject& choice = *choices->items.front().object;
    const MergedObject* delta = choice.object("delta");
    return delta != nullptr ? delta->text("content") : choice.text("text");
}

}  // namespace

struct StreamAssembler::State {
    explicit State(StreamAssemblerOptions given) : options(std::move(given)), framer(options.max_event_bytes) {}

    bool is_over() const { return state != StreamState::holding && state != StreamState::streaming; }
    void on_event(const Frame& frame);
    void note_energy(const EnergyReport& report);
    void merge(const Frame& frame);
    void fail_with(UpstreamError failure);
    void fail_with(Fault fault, std::string detail) {
        fail_with({.error = {.fault = fault, .detail = std::move(detail)}, .raw_message = {}});
    }

    StreamAssemblerOptions options;
    EventFramer framer;
    StreamState state = StreamState::holding;
    MergedObject merged;
    std::size_t kept_bytes = 0;
    std::optional<Usage> usage;
    EnergyReport reported_energy;
    std::uint64_t content_events = 0;
    std::optional<UpstreamError> error;
};

void StreamAssembler::State::on_event(const Frame& frame) {
    if (frame.data.starts_with(kDoneData)) {
        if (merged.members().empty()) return fail_with(Fault::upstream_failed, "The model server sent no answer.");
        state = StreamState::done;
        return;
    }
    const auto chunk = read_stream_chunk(frame.data);
    if (!chunk) {
        return fail_with({.error = chunk.error(), .raw_message = std::string(frame.data.substr(0, 2000))});
    }
    if (chunk->is_error || frame.name == "error") return fail_with(read_upstream_error(0, frame.data));
    if (chunk->usage) usage = chunk->usage;
    note_energy(chunk->reported_energy);
    if (chunk->has_content || chunk->has_finish) state = StreamState::streaming;
    content_events += chunk->has_content ? 1 : 0;
    merge(frame);
}

void StreamAssembler::State::note_energy(const EnergyReport& report) {
    reported_energy.give_way_to(report);
    if (usage) usage->reported_energy.give_way_to(reported_energy);
}

void StreamAssembler::State::merge(const Frame& frame) {
    simdjson::dom::object chunk;
    if (thread_parser().parse(frame.data.data(), frame.data.size()).get(chunk)) {
        return fail_with(Fault::upstream_failed, "The model server sent an event that is not understood.");
    }
    const std::size_t text_before = text_of_first_choice(merged).size();
    merged.merge(chunk, kept_bytes);
    if (kept_bytes > options.max_reply_bytes) {
        return fail_with(Fault::upstream_failed,
                         fmt::format("The answer is larger than {} bytes.", options.max_reply_bytes));
    }
    const std::string_view text = text_of_first_choice(merged);
    if (options.on_text && text.size() > text_before) options.on_text(text.substr(text_before));
}

void StreamAssembler::State::fail_with(UpstreamError failure) {
    state = StreamState::failed;
    error = std::move(failure);
}

StreamAssembler::StreamAssembler(StreamAssemblerOptions options)
    : state_(std::make_unique<State>(std::move(options))) {}
StreamAssembler::StreamAssembler(StreamAssembler&&) noexcept = default;
StreamAssembler::~StreamAssembler() = default;

void StreamAssembler::feed(std::string_view bytes) {
    if (state_->is_over()) return;
    state_->framer.feed(bytes);
    Frame frame;
    FrameStatus status = FrameStatus::need_more;
    while (!state_->is_over() && (status = state_->framer.next(frame)) == FrameStatus::frame) {
        if (frame.raw.starts_with(':')) state_->note_energy(read_energy_comment(frame.raw));
        if (frame.kind == FrameKind::event) state_->on_event(frame);
    }
    if (status != FrameStatus::too_long) return;
    state_->fail_with(Fault::upstream_failed, fmt::format("The model server sent an event of more than {} bytes.",
                                                          state_->options.max_event_bytes));
}

void StreamAssembler::finish() {
    if (state_->is_over()) return;
    const bool committed = state_->state == StreamState::streaming;
    Frame frame;
    if (state_->framer.finish(frame) && frame.data.starts_with(kDoneData)) return state_->on_event(frame);
    state_->fail_with(committed ? Fault::upstream_failed : Fault::upstream_unreachable,
                      "The model server closed the connection before its answer was complete.");
    state_->state = StreamState::cut;
}

StreamState StreamAssembler::state() const {
    return state_->state;
}
const std::optional<Usage>& StreamAssembler::usage() const {
    return state_->usage;
}
const EnergyReport& StreamAssembler::reported_energy() const {
    return state_->reported_energy;
}
std::uint64_t StreamAssembler::content_events() const {
    return state_->content_events;
}
const std::optional<UpstreamError>& StreamAssembler::error() const {
    return state_->error;
}
std::string_view StreamAssembler::text() const {
    return text_of_first_choice(state_->merged);
}

std::string StreamAssembler::reply(std::string_view receipt_json) const {
    return write_reply(state_->options.kind, state_->merged, receipt_json);
}

}  // namespace greeninfer::wire
