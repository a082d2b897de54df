#pragma once
// Lets a request that says it may wait do so while all electricity that could answer it is dirty.
//
// It goes on when a reading or the forecast allows, at its deadline at the latest, at once when the gateway drains or
// as many as grid.max_deferred wait already: a request is delayed for carbon but never lost for it. What it decides by
// afterwards is the snapshot of the moment that it goes on. One per core; how many wait is shared by all cores.
#include "grid/release_time.hpp"
#include "pipeline/deferral_metrics.hpp"
#include "pipeline/stage.hpp"
#include "pipeline/worker.hpp"

namespace greeninfer::pipeline {

// How often a waiting request looks at the readings, the drain and its client's stream.
inline constexpr std::chrono::seconds kDeferralLook{1};
// A client's connection does not live longer than a day.
inline constexpr std::uint32_t kDeferWithinSecondsMax = 86'400;
inline constexpr std::string_view kDeferField = "x-greeninfer-defer-within";

// Seconds that the request may wait, from its body (native) or its header; 0: it may not. Fails with field_out_of_range
// on a header that is no whole number of seconds within a day.
Result<std::chrono::seconds> defer_within_of(const Exchange& exchange);

// The soonest release among the zones that could answer the request: one that is not dirty is enough.
grid::Release release_of(const Exchange& exchange, WallTime now, WallTime deadline);

class Deferral final : public Stage {
public:
    explicit Deferral(Worker& worker) : worker_(worker) {}
    Task<> handle(Exchange& exchange, Next next) override;

private:
    boost::asio::awaitable<DeferralEnd> wait(Exchange& exchange, Moment deadline);
    boost::asio::awaitable<bool> look_again(Exchange& exchange, Moment deadline);
    grid::Release release_now(Exchange& exchange, Moment deadline);
    void record(Exchange& exchange, DeferralEnd end, Moment since);

    Worker& worker_;
};

}  // namespace greeninfer::pipeline
