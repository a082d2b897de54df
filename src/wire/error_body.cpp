#include "wire/error_body.hpp"

#include "wire/json_writer.hpp"

namespace greeninfer::wire {
namespace {

void write_text_or_null(JsonWriter& writer, std::string_view name, std::string_view text) {
    if (text.empty()) {
        writer.member(name, nullptr);
    } else {
        writer.member(name, text);
    }
}

}  // namespace

void append_error_body(Dialect dialect, const Error& error, std::string& out) {
    const FaultEntry& entry = fault_entry(error.fault);
    JsonWriter writer(out);
    writer.begin_object().key("error").begin_object();
    writer.member("message", std::string_view(error.detail)).member("type", entry.type);
    if (dialect == Dialect::openai) {
        write_text_or_null(writer, "param", error.field);
        write_text_or_null(writer, "code", entry.code);
    } else {
        write_text_or_null(writer, "code", entry.code);
        write_text_or_null(writer, "field", error.field);
    }
    writer.end_object().end_object();
}

void append_error_event(Dialect dialect, const Error& error, std::string& out) {
    if (dialect == Dialect::native) out += "event: error\n";
    out += "data: ";
    append_error_body(dialect, error, out);
    out += "\n\n";
}

}  // namespace greeninfer::wire
