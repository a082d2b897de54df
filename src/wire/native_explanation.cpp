#include "wire/native_explanation.hpp"

#include "wire/json_writer.hpp"

namespace greeninfer::wire {

namespace {

void write_object(std::string_view name, const std::optional<std::string>& json, JsonWriter& writer) {
    if (json) writer.key(name).raw(*json);
}

}  // namespace

void write_native_explanation(const NativeExplanation& explanation, JsonWriter& writer) {
    writer.member("region", explanation.region).member("decision", explanation.decision);
    writer.member("mode_moved_by", explanation.mode_moved_by);
    if (!explanation.complexity_reasons.empty()) {
        writer.key("complexity_reasons").begin_array();
        for (const std::string_view reason : explanation.complexity_reasons) writer.value(reason);
        writer.end_array();
    }
    write_object("p_right", explanation.p_right_json, writer);
    write_object("cascade", explanation.cascade_json, writer);
    write_object("placement", explanation.placement_json, writer);
    write_object("deferral", explanation.deferral_json, writer);
    writer.member("attempts", explanation.attempts);
}

}  // namespace greeninfer::wire
