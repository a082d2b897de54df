#pragma once
// Builds the whole reply out of the events of a stream, for clients that did not ask for one.
//
// The local engine is always asked to stream, because only then does it notice within milliseconds that nobody waits
// any more. Choices interleave and tool calls come in fragments, so everything is merged by index. One per attempt,
// on its core; memory is bounded by max_reply_bytes.
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "wire/request_view.hpp"
#include "wire/stream_filter.hpp"
#include "wire/upstream_error.hpp"
#include "wire/usage.hpp"

namespace greeninfer::wire {

struct StreamAssemblerOptions {
    RequestKind kind = RequestKind::chat;  // chat or completion
    std::size_t max_event_bytes = std::size_t{1} << 20;
    std::size_t max_reply_bytes = std::size_t{16} << 20;
    // Told each new piece of the first choice's text; for the native dialect's delta events.
    std::move_only_function<void(std::string_view text)> on_text = {};
};

class StreamAssembler {
public:
    explicit StreamAssembler(StreamAssemblerOptions options);
    StreamAssembler(StreamAssembler&&) noexcept;
    ~StreamAssembler();

    void feed(std::string_view bytes);
    void finish();  // the model server closed the stream

    StreamState state() const;  // as of StreamFilter; streaming from the first content on
    const std::optional<Usage>& usage() const;
    const EnergyReport& reported_energy() const;  // as of StreamFilter
    std::uint64_t content_events() const;
    const std::optional<UpstreamError>& error() const;

    std::string_view text() const;  // of the first choice, so far
    // The reply, complete when done. `receipt_json` becomes the member "greeninfer" unless empty.
    std::string reply(std::string_view receipt_json = {}) const;

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace greeninfer::wire
