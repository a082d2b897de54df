#pragma once
// What the gateway tells about its work: receipts to callers, and its own log.
#include <array>
#include <cstddef>
#include <string_view>

namespace greeninfer::telemetry {

// Where a caller finds what answered: nowhere, in x-greeninfer-* headers, or there and in the body.
enum class Receipt { off, headers, body };
inline constexpr std::array<std::string_view, 3> kReceiptNames = {"off", "headers", "body"};

enum class LogLevel { trace, debug, info, warning, error };
inline constexpr std::array<std::string_view, 5> kLogLevelNames = {"trace", "debug", "info", "warning", "error"};

enum class LogFormat { text, json };
inline constexpr std::array<std::string_view, 2> kLogFormatNames = {"text", "json"};

struct TelemetrySettings {
    Receipt receipt = Receipt::body;
    LogLevel log_level = LogLevel::info;
    LogFormat log_format = LogFormat::text;
    bool compat_metric_names = true;     // grams also under the name that dashboards of other gateways know
    std::size_t report_intervals = 168;  // of enterprise.carbon_tracking.reporting_interval; 168 hours are a week
    std::size_t report_rows = 20'000;    // over all intervals; about 400 bytes each
};

}  // namespace greeninfer::telemetry
