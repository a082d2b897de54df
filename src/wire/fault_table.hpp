#pragma once
// What each Fault is on the wire: status, error type, error code, and how loud the log is. One table for both
// dialects, so that a new Fault cannot be given a status in one place and forgotten in another.
#include <cstdint>
#include <string_view>

#include "base/result.hpp"

namespace greeninfer::wire {

// Whose error shape and statuses apply: OpenAI's under /v1, GreenInfer's own everywhere else.
enum class Dialect : std::uint8_t { openai, native };

enum class LogLevel : std::uint8_t { debug, info, warning, error };

struct FaultEntry {
    Fault fault;
    std::string_view name;  // for logs and metric labels
    std::uint16_t openai_status;
    std::uint16_t native_status;
    std::string_view type;
    std::string_view code;  // empty: null on the wire
    LogLevel level;
};

const FaultEntry& fault_entry(Fault fault);

inline int http_status(Fault fault, Dialect dialect) {
    const FaultEntry& entry = fault_entry(fault);
    return dialect == Dialect::openai ? entry.openai_status : entry.native_status;
}

}  // namespace greeninfer::wire
