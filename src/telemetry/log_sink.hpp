#pragma once
// Writes log lines to a descriptor whose reader may be slow, stuck or gone, without ever hanging the shutdown.
//
// spdlog's own stderr sink blocks in write for as long as a full pipe is not read, and with it the join of the log
// thread at exit. This one waits with poll, and stops waiting half a second after `hurried` was set. The log
// thread alone writes; the end of the session sets `hurried`.
#include <spdlog/sinks/base_sink.h>

#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>

namespace greeninfer::telemetry {

// Shared by the sinks of one session, which change when the format does.
struct SinkState {
    explicit SinkState(int target) : descriptor(target) {}

    const int descriptor;
    std::atomic<bool> hurried = false;
    std::atomic<std::uint64_t> lines_lost = 0;
    int patience_ms = 500;  // what is left of the waiting after hurried; log thread only
};

class DescriptorSink final : public spdlog::sinks::base_sink<std::mutex> {
public:
    explicit DescriptorSink(std::shared_ptr<SinkState> state) : state_(std::move(state)) {}

private:
    void sink_it_(const spdlog::details::log_msg& message) override;
    void flush_() override {}

    bool wait_until_writable();

    std::shared_ptr<SinkState> state_;
};

}  // namespace greeninfer::telemetry
