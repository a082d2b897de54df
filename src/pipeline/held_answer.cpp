#include "pipeline/held_answer.hpp"

#include <utility>

#include "wire/log_probabilities.hpp"

namespace greeninfer::pipeline {

// An attempt that failed may have left a part of its answer here.
void HeldAnswer::begin(const net::ResponseHead& upstream, bool streams) {
    head = upstream;
    is_stream = streams;
    bytes.clear();
    assembled.clear();
    view = {};
}

Result<void> HeldAnswer::strip_log_probabilities() {
    auto stripped = is_stream ? wire::events_without_log_probabilities(bytes) : wire::without_log_probabilities(bytes);
    if (!stripped) return std::unexpected(std::move(stripped).error());
    bytes = *std::move(stripped);
    return {};
}

Task<std::string_view> HeldCall::read() {
    co_return std::exchange(given_, true) ? std::string_view() : std::string_view(held_.bytes);
}

Task<std::optional<std::string_view>> HeldCall::read_for(std::chrono::nanoseconds) {
    CO_TRY(const auto bytes, co_await read());
    co_return bytes;
}

}  // namespace greeninfer::pipeline
