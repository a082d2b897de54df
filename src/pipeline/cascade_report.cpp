#include "pipeline/cascade_report.hpp"

#include "models/catalogue.hpp"
#include "wire/json_writer.hpp"

namespace greeninfer::pipeline {

void write_cascade(const CascadeReport& report, wire::JsonWriter& writer) {
    if (report.path.empty()) return;
    writer.key("cascade_path").begin_array();
    for (const models::Model* model : report.path) writer.value(to_string(model->settings.tier));
    writer.end_array().member("escalations", report.escalations);
    writer.key("cascade").begin_object().member("reason", report.reason);
    if (!report.signal.empty()) writer.member("signal", report.signal);
    writer.member("p_right", report.p_right).member("p_right_next", report.p_right_next);
    if (report.checked_by) writer.member("checked_by", report.checked_by->settings.name);
    writer.end_object();
}

}  // namespace greeninfer::pipeline
