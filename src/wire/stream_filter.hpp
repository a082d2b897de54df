#pragma once
// Decides what of an OpenAI event stream reaches the client, one read at a time.
//
// Until the first content byte everything is held, because until then another model server may be tried and the
// client must not see a trace of the first. After it, events go through as they came, unless usage must be stripped
// or a receipt added. Usage is taken from whichever event carries it, up to the end. [DONE] is kept back, so
// that the caller can say something before it. One per attempt, on the core of its stream; no I/O, never waits.
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "wire/event_framer.hpp"
#include "wire/upstream_error.hpp"
#include "wire/usage.hpp"

namespace greeninfer::wire {

struct Span;
struct StreamChunk;

inline constexpr std::string_view kDoneEvent = "data: [DONE]\n\n";

enum class StreamState : std::uint8_t {
    holding,    // nothing forwarded yet, failover is possible
    streaming,  // committed
    done,       // [DONE] came; the caller writes kDoneEvent
    failed,     // error() says why; if committed, the error event is already in the output and no [DONE] follows
    cut,        // the input ended without [DONE]; if committed, the caller writes the error event
};

struct StreamFilterOptions {
    bool client_wants_usage = false;
    std::size_t max_event_bytes = std::size_t{1}
                                  << 20;  // of one event, and of everything held before the first content
    // The receipt for an event with usage, a JSON object, or empty for none. Asked only when the client wants usage,
    // for each event that may be the last with usage; the last answer holds.
    std::move_only_function<std::string(const Usage&)> receipt = {};
};

class StreamFilter {
public:
    explicit StreamFilter(StreamFilterOptions options);

    // Appends to `out` what may be forwarded now. Bytes after done or failed are ignored.
    void feed(std::string_view bytes, std::string& out);
    // The model server closed the stream.
    void finish(std::string& out);

    StreamState state() const { return state_; }
    bool committed() const { return committed_; }
    const std::optional<Usage>& usage() const { return usage_; }
    // What the server said of the answer's energy, in a comment or beside the choices; usage() has it, too.
    const EnergyReport& reported_energy() const { return reported_energy_; }
    // Events that carried content: about the number of tokens, for when the usage stays unknown.
    std::uint64_t content_events() const { return content_events_; }
    const std::optional<UpstreamError>& error() const { return error_; }  // when failed or cut

private:
    void on_frame(const Frame& frame, std::string& out);
    void on_event(const Frame& frame, std::string& out);
    void on_done(std::string& out);
    void pass_or_parse(const Frame& frame, std::string& out);
    void parse_and_edit(const Frame& frame, std::string& out);
    void note_energy(const EnergyReport& report);
    void edit_usage(const Frame& frame, const StreamChunk& chunk, std::string& out);
    void forward_without(const Frame& frame, Span removed, std::string& out);
    void forward_with_receipt(const Frame& frame, const StreamChunk& chunk, std::string& out);
    void forward_edited(const Frame& frame, Span removed, std::string_view inserted, std::string& out);
    void forward_whole(const Frame& frame, std::string& out);
    void forward(std::string_view bytes, std::string& out);
    void flush_run(std::string& out);
    void commit(std::string& out);
    void fail_stream(UpstreamError error, std::string& out);

    StreamFilterOptions options_;
    EventFramer framer_;
    StreamState state_ = StreamState::holding;
    bool committed_ = false;
    bool event_seen_ = false;
    bool last_forwarded_ = false;  // the frame before went out, so its late line feed does too
    std::string held_;
    std::string_view input_;  // the bytes of this feed()
    std::string_view run_;    // a part of input_ that goes out unchanged and is not copied yet
    std::optional<Usage> usage_;
    EnergyReport reported_energy_;
    std::uint64_t content_events_ = 0;
    std::optional<UpstreamError> error_;
};

}  // namespace greeninfer::wire
