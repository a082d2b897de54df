#include "pipeline/cascade_settings.hpp"

#include "config/fields.hpp"
#include "pipeline/cascade_calibration.hpp"

namespace greeninfer::pipeline {

using namespace std::chrono_literals;
using config::Count, config::Duration, config::File, config::OneOf, config::Positive;

namespace {

constexpr std::array<std::string_view, 2> kNoAndYes = {"false", "true"};

}  // namespace

void describe(config::Fields& fields, CascadeSettings& settings) {
    fields.value("enabled", settings.enabled, OneOf<bool>{kNoAndYes},
                 "Whether answers to auto requests are checked by the next tier, which answers where they fail.");
    fields.value("quality_target", settings.quality_target, Positive{1},
                 "Share of the larger model's quality to keep; nearer to 1 escalates more.");
    fields.value("max_escalations", settings.max_escalations, Count{0, 3},
                 "Most escalations of one request; 0 checks nothing and only fails over to larger models.");
    fields.value("streaming", settings.streaming, OneOf<CascadeStreaming>{kCascadeStreamingNames},
                 "Streams: verify_first sends what passed its check; draft_events shows drafts on `/chat` as they are "
                 "made and verifies elsewhere; commit_immediately sends the first model's words unchecked.");
    fields.value("check_timeout", settings.check_timeout, Duration{10ms, 10min},
                 "A check that takes longer is no evidence; the next kind of evidence decides.");
    fields.value("calibration", settings.calibration, File{"path of a calibration file"},
                 "When to escalate, fitted on recorded answers; empty is what is built in.");
    fields.check("calibration", [&settings] {
        if (settings.calibration.empty()) return std::string();
        const auto calibration = CascadeCalibration::from_file(settings.calibration);
        return calibration ? std::string() : calibration.error().detail;
    });
}

}  // namespace greeninfer::pipeline
