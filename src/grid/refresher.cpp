#include "grid/refresher.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/system/system_error.hpp>
#include <exception>

#include "grid/table_states.hpp"
#include "telemetry/log.hpp"

namespace greeninfer::grid {

namespace {

// A loop ends by itself only when it is told to; an exception is our own bug, and the zone stays as it was.
void on_end(const std::exception_ptr& problem) {
    if (!problem) return;
    try {
        std::rethrow_exception(problem);
    } catch (const boost::system::system_error& cancelled) {
        if (cancelled.code() == boost::asio::error::operation_aborted) return;
        telemetry::log_error("grid_refresh_failed",
                             {telemetry::field("error", telemetry::LogText::from_error(cancelled.code()))});
    } catch (const std::exception&) {
        telemetry::log_error("grid_refresh_failed");
    }
}

}  // namespace

Refresher::Refresher(boost::asio::any_io_executor executor, Clock& clock, WebFetch& web, std::uint64_t seed)
    : executor_(std::move(executor)), clock_(clock), web_(web), memory_(std::make_shared<GridMemory>()) {
    memory_->random.seed(seed);
}

void Refresher::apply(const GridSettings& settings, std::shared_ptr<const Places> places,
                      std::shared_ptr<Board> board) {
    stop();
    round_ = std::make_shared<RefreshRound>(clock_, web_, memory_, settings, std::move(places), std::move(board));
    for (std::size_t i = 0; i < round_->zone_count(); ++i) {
        boost::asio::co_spawn(executor_, RefreshRound::keep_fresh(round_, i), on_end);
    }
}

void Refresher::stop() {
    if (round_) round_->end();
    round_.reset();
}

std::shared_ptr<Board> make_board(const GridSettings& settings, const Places& places, WallTime now) {
    return std::make_shared<Board>(std::make_shared<const Snapshot>(table_states(settings, places, now)));
}

}  // namespace greeninfer::grid
