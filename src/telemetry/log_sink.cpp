#include "telemetry/log_sink.hpp"

#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <climits>

namespace greeninfer::telemetry {

void DescriptorSink::sink_it_(const spdlog::details::log_msg& message) {
    spdlog::memory_buf_t line;
    formatter_->format(message, line);
    const char* next = line.data();
    for (std::size_t left = line.size(); left > 0;) {
        if (!wait_until_writable()) {
            state_->lines_lost.fetch_add(1, std::memory_order_relaxed);
            return;
        }
        // A writable pipe takes PIPE_BUF bytes without blocking, and takes them as one piece.
        const ssize_t written = write(state_->descriptor, next, std::min<std::size_t>(left, PIPE_BUF));
        if (written < 0 && errno != EINTR && errno != EAGAIN) {
            state_->lines_lost.fetch_add(1, std::memory_order_relaxed);
            return;
        }
        if (written > 0) {
            next += written;
            left -= static_cast<std::size_t>(written);
        }
    }
}

bool DescriptorSink::wait_until_writable() {
    constexpr int kStepMs = 50;
    for (;;) {
        const int wait_ms = std::clamp(state_->patience_ms, 0, kStepMs);
        pollfd target{.fd = state_->descriptor, .events = POLLOUT, .revents = 0};
        const int ready = poll(&target, 1, wait_ms);
        if (ready > 0) return (target.revents & POLLOUT) != 0;
        if (!state_->hurried.load(std::memory_order_relaxed)) continue;
        state_->patience_ms -= wait_ms;
        if (state_->patience_ms <= 0) return false;
    }
}

}  // namespace greeninfer::telemetry
