#include "telemetry/log_line.hpp"

#include <fmt/format.h>

#include <cmath>

namespace greeninfer::telemetry {
namespace {

void append_quoted(std::string& line, std::string_view text) {
    line += '"';
    for (const char character : text) {
        if (character == '"' || character == '\\') {
            line.append({'\\', character});
        } else if (static_cast<unsigned char>(character) < 0x20) {
            fmt::format_to(std::back_inserter(line), "\\u{:04x}", character);
        } else {
            line += character;
        }
    }
    line += '"';
}

struct ValuePrinter {
    std::string& line;
    LogFormat format;

    void operator()(bool value) const { line += value ? "true" : "false"; }
    void operator()(double value) const { line += std::isfinite(value) ? fmt::to_string(value) : "null"; }
    void operator()(std::integral auto value) const { line += fmt::to_string(value); }
    void operator()(std::string_view word) const {
        if (format == LogFormat::json) return append_quoted(line, word);
        line += word;
    }
    void operator()(const LogText& text) const { append_quoted(line, text.text()); }
};

}  // namespace

std::string line_pattern(LogFormat format) {
    if (format == LogFormat::json) return R"({"time":"%Y-%m-%dT%H:%M:%S.%eZ","level":"%l",%v})";
    return "%Y-%m-%dT%H:%M:%S.%eZ %l %v";
}

std::string print_event(LogFormat format, std::string_view event, std::span<const LogField> fields) {
    const bool json = format == LogFormat::json;
    std::string line = json ? fmt::format(R"("event":"{}")", event) : std::string(event);
    for (const LogField& field : fields) {
        line.append(json ? ",\"" : " ").append(field.name.text()).append(json ? "\":" : "=");
        std::visit(ValuePrinter{line, format}, field.value);
    }
    return line;
}

}  // namespace greeninfer::telemetry
