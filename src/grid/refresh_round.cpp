#include "grid/refresh_round.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "grid/plausibility.hpp"
#include "grid/table_states.hpp"
#include "telemetry/log.hpp"

namespace greeninfer::grid {

namespace {

using telemetry::field;
using telemetry::LogText;

// Zones are not all asked in the same instant when the gateway starts.
constexpr std::chrono::milliseconds kStagger{50};
constexpr std::chrono::milliseconds kShortestWait{100};

// Faults that say something about the account rather than about the zone: the other zones wait too.
bool concerns_the_account(SourceFault fault) {
    return fault == SourceFault::rate_limited || fault == SourceFault::key_refused;
}

}  // namespace

RefreshRound::RefreshRound(Clock& clock, WebFetch& web, std::shared_ptr<GridMemory> memory,
                           const GridSettings& settings, std::shared_ptr<const Places> places,
                           std::shared_ptr<Board> board)
    : clock_(clock),
      web_(web),
      memory_(std::move(memory)),
      settings_(settings),
      places_(std::move(places)),
      board_(std::move(board)),
      order_(settings_),
      states_(table_states(settings_, *places_, clock_.wall_now())) {
    for (const ZoneState& state : states_) {
        ZoneMemory& remembered = memory_->zones[state.zone];
        for (auto& [source, standing] : remembered.standings) {
            if (standing.failures > 0) standing.ask_at = clock_.now();  // the operator may have put it right
        }
        zones_.push_back({order_.sources_of(state.zone, state.now.source), &remembered, calendar_offset()});
    }
    for (std::size_t i = 0; i < states_.size(); ++i) look_at(i);
    publish();
}

boost::asio::awaitable<void> RefreshRound::keep_fresh(std::shared_ptr<RefreshRound> round, std::size_t zone_index) {
    co_await round->clock_.sleep_for(kStagger * zone_index);
    while (!round->over_) {
        co_await round->ask_sources(zone_index);
        if (round->over_) co_return;
        round->look_at(zone_index);
        round->publish();
        co_await round->clock_.sleep_until(round->next_wake_up(round->zones_[zone_index]));
    }
}

boost::asio::awaitable<void> RefreshRound::ask_sources(std::size_t zone_index) {
    notice_clock_jump(zones_[zone_index]);
    for (ZoneSource* const source : zones_[zone_index].sources) {
        const SourceStanding& standing = zones_[zone_index].memory->standings[source->source()];
        if (standing.ask_at <= clock_.now()) co_await ask(zone_index, *source);
        if (over_ || standing.usable(source->signal(), clock_.now(), settings_.stale_after) != nullptr) co_return;
    }
}

boost::asio::awaitable<void> RefreshRound::ask(std::size_t zone_index, ZoneSource& source) {
    auto answer = co_await source.ask(web_, states_[zone_index].zone, clock_.wall_now());
    if (answer) answer = plausible(*std::move(answer), clock_.wall_now(), settings_.stale_after);
    if (over_) co_return;
    record(zone_index, source.source(), std::move(answer));
}

void RefreshRound::record(std::size_t zone_index, Source source, Sourced<ZoneAnswer> answer) {
    SourceStanding& standing = zones_[zone_index].memory->standings[source];
    if (answer) {
        memory_->metrics.count_good(source);
        return standing.succeeded(*std::move(answer), clock_.now(), settings_.refresh, memory_->random);
    }
    memory_->metrics.count_bad(source, answer.error().fault);
    const bool for_all = concerns_the_account(answer.error().fault);
    const bool was_bad = standing.key_is_bad();
    standing.failed(std::move(answer).error(), clock_.now(), settings_.refresh, memory_->random);
    if (!was_bad && standing.key_is_bad()) {
        telemetry::log_error("grid_key_refused", {field("source", LogText::from_configuration(name_of(source)))});
    }
    for (const Zone& zone : zones_) {
        if (!for_all || std::ranges::find(zone.sources, source, &ZoneSource::source) == zone.sources.end()) continue;
        SourceStanding& other = zone.memory->standings[source];
        other.ask_at = std::max(other.ask_at, standing.ask_at);
    }
}

// The calendar and the monotonic clock part when a clock is set, or a machine wakes from sleep. Either way what was
// fetched before may be older than it looks.
void RefreshRound::notice_clock_jump(Zone& zone) {
    const auto jump = calendar_offset() - zone.calendar_offset;
    if (std::chrono::abs(jump) <= kClockTolerance) return;
    zone.calendar_offset += jump;
    telemetry::log_warning("clock_jumped", {field("by_seconds", jump)});
    for (auto& [source, standing] : zone.memory->standings) standing.ask_at = clock_.now();
}

void RefreshRound::look_at(std::size_t zone_index) {
    const Zone& zone = zones_[zone_index];
    const WallTime wall_now = clock_.wall_now();
    ZoneState table = table_states(settings_, *places_, wall_now)[zone_index];
    if (order_.is_out_of_reach(table.zone)) {
        table.fallback = fmt::format("{} does not know the zone", name_of(settings_.provider));
    }
    const bool out_of_reach = !table.fallback.empty();
    ZoneChoice choice = choose_reading(std::move(table), zone.sources, *zone.memory, clock_.now(), wall_now, settings_);
    if (out_of_reach) choice.fallback = SourceFault::not_covered;
    if (choice.fallback) memory_->metrics.count_fallback(*choice.fallback);
    tell_of_change(choice.state, *zone.memory, choice.fallback);
    zone.memory->level = choice.state.level;
    states_[zone_index] = std::move(choice.state);
}

void RefreshRound::tell_of_change(const ZoneState& state, ZoneMemory& memory,
                                  std::optional<SourceFault> fallback) const {
    if (memory.fallback == fallback && memory.used == state.now.source) return;
    const bool said_before = memory.used.has_value();
    memory.fallback = fallback;
    memory.used = state.now.source;
    const auto zone = field("zone", LogText::from_configuration(state.zone));
    const auto source = field("source", LogText::from_configuration(name_of(state.now.source)));
    if (!fallback) {
        if (said_before || is_live(state.now.source)) telemetry::log_info("grid_source", {zone, source});
        return;
    }
    const bool just_started = *fallback == SourceFault::not_asked;
    telemetry::log_event(just_started ? telemetry::LogLevel::info : telemetry::LogLevel::warning, "grid_fallback",
                         {zone, source, field("reason", LogText::from_configuration(state.fallback))});
}

void RefreshRound::publish() {
    board_->publish(std::make_shared<const Snapshot>(states_));
}

// When a source becomes due that would be asked, or the figure in use becomes stale, or the hour of a table ends.
Moment RefreshRound::next_wake_up(const Zone& zone) const {
    const Moment now = clock_.now();
    Moment wake_up = now + settings_.refresh;
    for (const ZoneSource* const source : zone.sources) {
        const SourceStanding& standing = standing_of(*zone.memory, source->source());
        wake_up = std::min(wake_up, standing.ask_at);
        const ZoneAnswer* const answer = standing.usable(source->signal(), now, settings_.stale_after);
        if (answer == nullptr) continue;
        wake_up = std::min(wake_up, stale_at(answer->reading, settings_.stale_after));
        break;
    }
    return std::max<Moment>(wake_up, now + kShortestWait);
}

std::chrono::nanoseconds RefreshRound::calendar_offset() const {
    return clock_.wall_now().time_since_epoch() - clock_.now().time_since_epoch();
}

}  // namespace greeninfer::grid
