#pragma once
// Streams as model servers send them, put together from their events, and what the filter makes of them; for tests.
#include <fmt/format.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "wire/stream_filter.hpp"

namespace greeninfer::wire {

using Reads = std::vector<std::string>;

struct Filtered {
    std::string out;
    StreamState state = StreamState::holding;
    std::optional<Usage> usage;
    std::uint64_t content_events = 0;
    std::optional<Fault> fault;

    bool operator==(const Filtered&) const = default;
};

inline Filtered filtered(const Reads& reads, bool client_wants_usage = false, std::size_t max_event_bytes = 4096) {
    StreamFilter filter({.client_wants_usage = client_wants_usage,
                         .max_event_bytes = max_event_bytes,
                         .receipt = [](const Usage&) { return std::string(R"({"tier":"small"})"); }});
    Filtered result;
    for (const std::string& read : reads) filter.feed(read, result.out);
    filter.finish(result.out);
    result.state = filter.state();
    result.usage = filter.usage();
    result.content_events = filter.content_events();
    if (filter.error()) result.fault = filter.error()->error.fault;
    return result;
}

inline Filtered filtered(const std::string& stream, bool client_wants_usage = false) {
    return filtered(Reads{stream}, client_wants_usage);
}

inline std::string event(std::string_view data) {
    return fmt::format("data: {}\n\n", data);
}

inline std::string chunk(std::string_view choices, std::string_view more = "") {
    return event(fmt::format(R"({{"id":"c1","object":"chat.completion.chunk","choices":{}{}}})", choices, more));
}

inline std::string delta(std::string_view members, std::string_view finish_reason = "null",
                         std::string_view more = "") {
    return chunk(fmt::format(R"([{{"index":0,"delta":{{{}}},"finish_reason":{}}}])", members, finish_reason), more);
}

inline const std::string kRole = delta(R"("role":"assistant","content":"")");
inline const std::string kText = delta(R"("content":"Hi")");
inline const std::string kFinish = delta("", R"("stop")");
inline const std::string kErrorEvent = event(R"({"error":{"message":"out of memory on 10.0.0.7","code":500}})");
inline const std::string kDone = "data: [DONE]\n\n";
inline constexpr std::string_view kUsage = R"({"prompt_tokens":3,"completion_tokens":2,"total_tokens":5})";

inline std::string with_usage(std::string_view usage) {
    return fmt::format(R"(,"usage":{})", usage);
}

struct Shape {
    const char* name;
    std::string stream;
    std::optional<std::uint64_t> completion_tokens;
};

inline const Shape kShapes[] = {
    {"usage in a chunk of its own",
     delta(R"("role":"assistant","content":"")", "null", with_usage("null")) +
         delta(R"("content":"Hi")", "null", with_usage("null")) + delta("", R"("stop")", with_usage("null")) +
         chunk("[]", with_usage(kUsage)) + kDone,
     2},
    {"usage on the finish chunk", kRole + kText + delta("", R"("stop")", with_usage(kUsage)) + kDone, 2},
    {"usage with null choices", kRole + kText + kFinish + chunk("null", with_usage(kUsage)) + kDone, 2},
    {"no usage", kRole + kText + kFinish + kDone, std::nullopt},
    {"usage on every chunk",
     delta(R"("role":"assistant")", "null", with_usage(R"({"prompt_tokens":3,"completion_tokens":0})")) +
         delta(R"("content":"Hi")", "null", with_usage(R"({"prompt_tokens":3,"completion_tokens":1})")) +
         delta("", R"("stop")", with_usage(R"({"prompt_tokens":3,"completion_tokens":2})")) +
         chunk("[]", with_usage(kUsage)) + kDone,
     2},
};

}  // namespace greeninfer::wire
