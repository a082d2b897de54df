#pragma once
// The gateway's log: events with typed fields, as text or JSON lines on stderr, written by a thread of its own.
//
//     log_warning("endpoint_down", {field("endpoint", LogText::from_configuration(name)), field("failures", count)});
//
// A core never waits for a terminal or a full pipe: lines go through a bounded queue whose oldest are dropped when it
// is full, and dropped lines are counted (greeninfer_log_dropped_total). Free functions, callable from every thread;
// without a LogSession they do nothing.
#include <cstdint>
#include <initializer_list>

#include "telemetry/log_field.hpp"
#include "telemetry/telemetry_settings.hpp"

namespace greeninfer::telemetry {

struct LogOptions {
    LogLevel level = LogLevel::info;
    LogFormat format = LogFormat::text;
    std::size_t queue_lines = 1024;  // held in memory at once, some 400 bytes each
    int descriptor = 2;              // where lines go; stderr
};

// The log is on while one of these lives; its end writes out what is queued, for at most half a second. One at a time.
class LogSession {
public:
    explicit LogSession(const LogOptions& options);
    ~LogSession();
    LogSession(const LogSession&) = delete;
    LogSession& operator=(const LogSession&) = delete;

    // Both take effect at once, for a reload.
    void set_level(LogLevel level);
    void set_format(LogFormat format);
};

using LogFields = std::initializer_list<LogField>;

bool log_enabled(LogLevel level);  // lets a caller skip building fields
void log_event(LogLevel level, LogName event, LogFields fields = {});

inline void log_debug(LogName event, LogFields fields = {}) {
    log_event(LogLevel::debug, event, fields);
}
inline void log_info(LogName event, LogFields fields = {}) {
    log_event(LogLevel::info, event, fields);
}
inline void log_warning(LogName event, LogFields fields = {}) {
    log_event(LogLevel::warning, event, fields);
}
inline void log_error(LogName event, LogFields fields = {}) {
    log_event(LogLevel::error, event, fields);
}

// Lines lost since the process started, because the queue was full or nobody read stderr. Never goes down.
std::uint64_t log_lines_dropped();

}  // namespace greeninfer::telemetry
