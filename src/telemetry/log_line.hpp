#pragma once
// Prints one event as a line of the log, without its line end: a JSON object, or words that are easy to read and grep.
//
//     2026-01-31T09:30:00.125Z warning endpoint_down endpoint="groq" failures=3
//     {"time":"2026-01-31T09:30:00.125Z","level":"warning","event":"endpoint_down","endpoint":"groq","failures":3}
//
// Time and level are put around it by the log thread, from the moment of the event.
#include <span>
#include <string>

#include "telemetry/log_field.hpp"
#include "telemetry/telemetry_settings.hpp"

namespace greeninfer::telemetry {

// The spdlog pattern around what print_event gives.
std::string line_pattern(LogFormat format);
std::string print_event(LogFormat format, std::string_view event, std::span<const LogField> fields);

}  // namespace greeninfer::telemetry
