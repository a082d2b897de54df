#include "pipeline/deferral.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>

#include "net/pause.hpp"
#include "pipeline/reply_sink.hpp"

namespace greeninfer::pipeline {

namespace {

// One request among those that wait, until it goes on.
class WaitingPlace {
public:
    explicit WaitingPlace(std::atomic<std::size_t>& waiting) : waiting_(waiting), before_(waiting_.fetch_add(1)) {}
    ~WaitingPlace() { waiting_.fetch_sub(1); }
    WaitingPlace(const WaitingPlace&) = delete;
    WaitingPlace& operator=(const WaitingPlace&) = delete;
    std::size_t before() const { return before_; }

private:
    std::atomic<std::size_t>& waiting_;
    std::size_t before_;
};

std::optional<std::uint32_t> whole_seconds(std::string_view text) {
    std::uint32_t seconds = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seconds);
    if (error != std::errc() || end != text.data() + text.size() || seconds > kDeferWithinSecondsMax) return {};
    return seconds;
}

// Of a model that the client names its own endpoints, else all of them: the model is chosen only afterwards.
const fleet::Endpoints& able_endpoints(const Exchange& exchange) {
    const Generation& generation = *exchange.generation;
    const models::Model* const named = generation.catalogue.find(exchange.view.model);
    return named != nullptr ? generation.fleet->endpoints_of(*named) : generation.fleet->all();
}

DeferralEnd end_of(grid::ReleaseReason reason) {
    switch (reason) {
        case grid::ReleaseReason::forecast:
            return DeferralEnd::forecast;
        case grid::ReleaseReason::no_gain:
            return DeferralEnd::no_gain;
        case grid::ReleaseReason::deadline:
            return DeferralEnd::deadline;
        case grid::ReleaseReason::not_dirty:
            break;
    }
    return DeferralEnd::not_dirty;
}

}  // namespace

Result<std::chrono::seconds> defer_within_of(const Exchange& exchange) {
    if (exchange.native && exchange.native->defer_within) return std::chrono::seconds(*exchange.native->defer_within);
    const auto header = exchange.head.fields.find(kDeferField);
    if (!header) return std::chrono::seconds(0);
    if (const auto seconds = whole_seconds(*header)) return std::chrono::seconds(*seconds);
    return fail(Fault::field_out_of_range,
                fmt::format("{} must be a whole number of seconds from 0 to {}", kDeferField, kDeferWithinSecondsMax),
                "defer_within");
}

grid::Release release_of(const Exchange& exchange, WallTime now, WallTime deadline) {
    if (!exchange.grid) return {now, grid::ReleaseReason::not_dirty};
    const grid::LevelThresholds& thresholds = exchange.generation->grid.levels;
    std::optional<grid::Release> soonest;
    for (const auto& endpoint : able_endpoints(exchange)) {
        if (!fleet::can_answer(*endpoint)) continue;
        const grid::ZoneState& zone = exchange.grid->at(endpoint->place.zone_index);
        const grid::Release release = grid::release_of(zone, thresholds, now, deadline);
        if (release.reason == grid::ReleaseReason::not_dirty) return release;
        if (!soonest || release.at < soonest->at) soonest = release;
    }
    // That nothing can answer is for the stages below to say.
    return soonest.value_or(grid::Release{now, grid::ReleaseReason::not_dirty});
}

Task<> Deferral::handle(Exchange& exchange, Next next) {
    CO_TRY(const std::chrono::seconds within, defer_within_of(exchange));
    if (within.count() == 0) co_return co_await next(exchange);
    const Moment since = worker_.now();
    const DeferralEnd end = co_await wait(exchange, since + within);
    record(exchange, end, since);
    if (end == DeferralEnd::client_gone) co_return fail(Fault::client_gone, "the client closed the connection");
    co_return co_await next(exchange);
}

boost::asio::awaitable<DeferralEnd> Deferral::wait(Exchange& exchange, Moment deadline) {
    const WaitingPlace place(worker_.load.deferred);
    std::optional<grid::Release> planned;
    for (;;) {
        const grid::Release release = release_now(exchange, deadline);
        const WallTime now = worker_.core.clock().wall_now();
        if (release.reason == grid::ReleaseReason::not_dirty) co_return DeferralEnd::not_dirty;
        // The hour that was waited for is now, and so no longer in the forecast's future.
        if (planned && planned->reason == grid::ReleaseReason::forecast && planned->at <= now) {
            co_return DeferralEnd::forecast;
        }
        if (worker_.now() >= deadline) co_return DeferralEnd::deadline;
        if (release.at <= now) co_return end_of(release.reason);
        if (place.before() >= exchange.generation->grid.max_deferred) co_return DeferralEnd::queue_full;
        if (worker_.load.draining.load(std::memory_order_relaxed)) co_return DeferralEnd::draining;
        planned = release;
        if (!co_await look_again(exchange, deadline)) co_return DeferralEnd::client_gone;
    }
}

// Waits a little and keeps the client's stream alive; false when the client has gone.
boost::asio::awaitable<bool> Deferral::look_again(Exchange& exchange, Moment deadline) {
    const auto left = std::max<std::chrono::nanoseconds>(deadline - worker_.now(), std::chrono::nanoseconds(0));
    const auto pause = std::min<std::chrono::nanoseconds>(left, kDeferralLook);
    if (!co_await net::pause_for(worker_.core, pause, exchange.abort)) co_return false;
    const std::chrono::nanoseconds silence = exchange.generation->upstream.keepalive_comment;
    const Moment last = exchange.outcome.commented_at.value_or(exchange.received_at);
    const bool is_due = exchange.answers_stream() && silence.count() > 0 && worker_.now() - last >= silence;
    if (!is_due) co_return true;
    exchange.outcome.commented_at = worker_.now();
    const auto held = co_await exchange.sink.hold_open(exchange);
    co_return held.has_value();
}

// By the newest snapshot, which the exchange then keeps.
grid::Release Deferral::release_now(Exchange& exchange, Moment deadline) {
    if (const auto& board = exchange.generation->grid_board) exchange.grid = board->now();
    const WallTime now = worker_.core.clock().wall_now();
    const auto left = std::chrono::duration_cast<WallTime::duration>(deadline - worker_.now());
    return release_of(exchange, now, now + left);
}

void Deferral::record(Exchange& exchange, DeferralEnd end, Moment since) {
    const std::chrono::duration<double> waited = worker_.now() - since;
    worker_.deferral.record(end, waited);
    exchange.outcome.deferral = Deferred{end, waited};
}

}  // namespace greeninfer::pipeline
