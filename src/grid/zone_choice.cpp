#include "grid/zone_choice.hpp"

#include <fmt/format.h>

namespace greeninfer::grid {

const SourceStanding& standing_of(const ZoneMemory& memory, Source source) {
    static const SourceStanding kNotAsked;
    const auto found = memory.standings.find(source);
    return found != memory.standings.end() ? found->second : kNotAsked;
}

namespace {

// An answer that has grown old, or that means something else than is configured now, was no failure when it came.
SourceError trouble_of(const SourceStanding& standing) {
    if (standing.failures > 0) return standing.trouble;
    if (standing.answer) return {SourceFault::stale, "its last figure is too old"};
    return standing.trouble;
}

void use_answer(ZoneState& state, const ZoneAnswer& answer, WallTime wall_now) {
    state.now = answer.reading;
    state.forecast = answer.forecast;
    std::erase_if(state.forecast,
                  [&](const ForecastPoint& point) { return point.at + std::chrono::hours(1) <= wall_now; });
}

}  // namespace

ZoneChoice choose_reading(ZoneState table, std::span<ZoneSource* const> sources, const ZoneMemory& memory, Moment now,
                          WallTime wall_now, const GridSettings& settings) {
    ZoneChoice choice{.state = std::move(table), .fallback = {}};
    ZoneState& state = choice.state;
    for (const ZoneSource* const source : sources) {
        const SourceStanding& standing = standing_of(memory, source->source());
        const ZoneAnswer* const answer = standing.usable(source->signal(), now, settings.stale_after);
        if (answer != nullptr) {
            use_answer(state, *answer, wall_now);
            break;
        }
        const SourceError trouble = trouble_of(standing);
        if (!choice.fallback) choice.fallback = trouble.fault;
        state.fallback +=
            fmt::format("{}{}: {}", state.fallback.empty() ? "" : "; ", name_of(source->source()), trouble.detail);
    }
    state.level = next_level(memory.level, state.now, settings.levels);
    return choice;
}

}  // namespace greeninfer::grid
