#pragma once
// Cuts a stream into reads in arbitrary ways, for tests that must not depend on how the network cut it.
#include <rapidcheck.h>

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace greeninfer::wire {

inline std::vector<std::string> cut_at(std::string_view bytes, std::size_t offset) {
    return {std::string(bytes.substr(0, offset)), std::string(bytes.substr(offset))};
}

inline std::vector<std::string> cut_bytewise(std::string_view bytes) {
    std::vector<std::string> reads;
    for (const char byte : bytes) reads.emplace_back(1, byte);
    return reads;
}

// Called inside a property: draws from RapidCheck.
inline std::vector<std::string> cut_arbitrarily(std::string_view bytes) {
    std::vector<std::string> reads;
    while (!bytes.empty()) {
        const auto size = *rc::gen::inRange<std::size_t>(1, std::min<std::size_t>(bytes.size(), 40) + 1);
        reads.emplace_back(bytes.substr(0, size));
        bytes.remove_prefix(size);
    }
    return reads;
}

inline std::string with_line_ends(std::string_view text, std::string_view line_end) {
    std::string out;
    for (const char byte : text) out += byte == '\n' ? line_end : std::string_view(&byte, 1);
    return out;
}

}  // namespace greeninfer::wire
