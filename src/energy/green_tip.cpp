#include "energy/green_tip.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace greeninfer::energy {
namespace {

double share_of(const std::optional<Carbon>& part, Carbon whole) {
    return part ? *part / whole : 0;
}

double saving_of_smaller(const RequestFacts& facts, Carbon whole) {
    if (!facts.smaller_model || facts.smaller_model_quality.value_or(0) < facts.quality_target) return 0;
    return 1 - *facts.smaller_model / whole;
}

double saving_of_waiting(const RequestFacts& facts) {
    if (!facts.intensity || !facts.best_within || !(*facts.intensity > CarbonIntensity())) return 0;
    return 1 - *facts.best_within / *facts.intensity;
}

// At most what was read anew; whether it will be sent again only the sender knows.
double saving_of_reuse(const RequestFacts& facts, Carbon whole) {
    const std::uint64_t cached = std::min(facts.cached_tokens, facts.prompt_tokens);
    return facts.prompt_tokens - cached < kLongPromptTokens ? 0 : share_of(facts.prompt, whole);
}

}  // namespace

GreenTip green_tip(const RequestFacts& facts) {
    if (!facts.carbon || !(*facts.carbon > Carbon())) return {};
    const Carbon whole = *facts.carbon;
    const GreenTip tips[] = {{TipKind::start_larger, share_of(facts.discarded, whole)},
                             {TipKind::start_smaller, saving_of_smaller(facts, whole)},
                             {TipKind::wait, saving_of_waiting(facts)},
                             {TipKind::reuse_prompt, saving_of_reuse(facts, whole)}};
    const GreenTip& best = *std::ranges::max_element(tips, {}, &GreenTip::saving);
    return best.saving >= kWorthATip ? best : GreenTip{};
}

std::string words_of(const GreenTip& tip, const RequestFacts& facts) {
    const auto percent = std::lround(tip.saving * 100);
    switch (tip.kind) {
        case TipKind::start_larger:
            return fmt::format(
                "{} % of the carbon went into answers that were thrown away. Such prompts do better started on a "
                "larger "
                "model: ask for it by name, or use performance mode.",
                percent);
        case TipKind::start_smaller:
            return fmt::format(
                "A smaller model would probably have answered this right ({} %) for {} % less carbon. Ask for `auto` "
                "or eco mode.",
                std::lround(facts.smaller_model_quality.value_or(0) * 100), percent);
        case TipKind::wait:
            return fmt::format(
                "Electricity is forecast to be {} % cleaner within {:.0f} h. If the answer can wait, say how long with "
                "`defer_within`.",
                percent, std::ceil(facts.best_in_hours.value_or(1)));
        case TipKind::reuse_prompt:
            return fmt::format(
                "{} % of the carbon went into reading {} prompt tokens anew. If they are sent again, keep them "
                "unchanged at the beginning, so that the server's cache finds them.",
                percent, facts.prompt_tokens - std::min(facts.cached_tokens, facts.prompt_tokens));
        case TipKind::nothing:
            break;
    }
    return "No single change would have saved 5 % of this answer's carbon.";
}

}  // namespace greeninfer::energy
