#include "pipeline/cascade_report.hpp"

#include "models/catalogue.hpp"
#include "wire/json_writer.hpp"

namespace greeninfer::pipeline {

namespace {

// In the middle of a request some of it has no words yet.
void write_words(std::string_view name, std::string_view words, wire::JsonWriter& writer) {
    if (!words.empty()) writer.member(name, words);
}

void write_course(const CascadeReport& report, wire::JsonWriter& writer) {
    writer.begin_object();
    write_words("plan", report.plan, writer);
    write_words("reason", report.reason, writer);
    write_words("signal", report.signal, writer);
    writer.member("p_right", report.p_right).member("p_right_next", report.p_right_next);
    if (report.checked_by) writer.member("checked_by", report.checked_by->settings.name);
    writer.end_object();
}

}  // namespace

void write_cascade(const CascadeReport& report, wire::JsonWriter& writer) {
    if (report.path.empty()) return;
    writer.key("cascade_path").begin_array();
    for (const models::Model* model : report.path) writer.value(to_string(model->settings.tier));
    writer.end_array().member("escalations", report.escalations);
    write_course(report, writer.key("cascade"));
}

std::optional<std::string> cascade_json(const CascadeReport& report) {
    if (report.path.empty()) return std::nullopt;
    std::string json;
    wire::JsonWriter writer(json);
    write_course(report, writer);
    return json;
}

}  // namespace greeninfer::pipeline
