#include "pipeline/preview_wish.hpp"

#include <fmt/format.h>

#include <cmath>

namespace greeninfer::pipeline {

using wire::ConfirmChoice;
using wire::PreviewChoice;

PreviewWish preview_wish(const Exchange& exchange, PreviewChoice asked) {
    const PreviewSettings& settings = exchange.generation->preview;
    if (asked == PreviewChoice::never) return {false, "the request wants none"};
    if (!settings.enabled) return {false, "previews are switched off (preview.enabled)"};
    if (asked == PreviewChoice::always) return {true, "the request wants one"};
    const auto& assessment = exchange.decision.assessment;
    if (!assessment) return {false, "the prompt has no score"};
    const long score = std::lround(assessment->score);  // the one that people see
    const bool is_above = static_cast<double>(score) > settings.score_above;
    return {is_above, fmt::format("score {} is {}above {}", score, is_above ? "" : "not ", settings.score_above)};
}

PreviewWish preview_wish(const Exchange& exchange) {
    const PreviewReport& report = exchange.preview;
    const PreviewChoice asked = exchange.native->preview.value_or(PreviewChoice::never);
    if (report.choice == ConfirmChoice::different_angle) return preview_wish(exchange, PreviewChoice::always);
    if (report.choice) return {false, "a preview was confirmed"};
    const bool is_new_prompt = !report.ignored.empty() && asked == PreviewChoice::never;
    return preview_wish(exchange, is_new_prompt ? PreviewChoice::automatic : asked);
}

}  // namespace greeninfer::pipeline
