// However a stream is cut, framer and filter must give the same. The first byte seeds the cuts.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <vector>

#include "wire/event_framer.hpp"
#include "wire/stream_filter.hpp"

using namespace greeninfer::wire;

namespace {

constexpr std::size_t kEventBytesMax = 200;

void require(bool holds) {
    if (!holds) std::abort();
}

// Reads of 1 to 16 bytes, or the whole when `seed` is 0.
std::vector<std::string> cut(std::string_view stream, std::uint32_t seed) {
    std::vector<std::string> reads;
    while (!stream.empty()) {
        const std::size_t size = seed == 0 ? stream.size() : 1 + (seed >> 8) % 16;
        seed = seed * 1664525 + (seed == 0 ? 0 : 1013904223);
        reads.emplace_back(stream.substr(0, size));
        stream.remove_prefix(reads.back().size());
    }
    return reads;
}

std::string framed(const std::vector<std::string>& reads) {
    EventFramer framer(kEventBytesMax);
    std::string events;
    for (const std::string& read : reads) {
        framer.feed(read);
        Frame frame;
        while (framer.next(frame) == FrameStatus::frame) {
            if (frame.kind == FrameKind::event) events.append(frame.name).append("|").append(frame.data).append("\n");
        }
    }
    return events;
}

std::string filtered(const std::vector<std::string>& reads, bool client_wants_usage) {
    StreamFilter filter({.client_wants_usage = client_wants_usage,
                         .max_event_bytes = kEventBytesMax,
                         .receipt = [](const Usage&) { return std::string("{}"); }});
    std::string out;
    for (const std::string& read : reads) filter.feed(read, out);
    filter.finish(out);
    require(filter.committed() || out.empty());
    return out + std::to_string(static_cast<int>(filter.state())) + std::to_string(filter.content_events());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    if (size == 0) return 0;
    const std::string stream(reinterpret_cast<const char*>(bytes) + 1, size - 1);
    const auto whole = cut(stream, 0);
    const auto parts = cut(stream, 1 + bytes[0] * 2654435761U);
    require(framed(whole) == framed(parts));
    for (const bool client_wants_usage : {false, true}) {
        require(filtered(whole, client_wants_usage) == filtered(parts, client_wants_usage));
    }
    return 0;
}
