#pragma once
// Asks the providers of grid intensities in the background, so that no request ever waits for one.
//
// Starts at once on the tables and says so; what was learnt survives a reload of the configuration. On the control
// core; other threads read the boards that it publishes to and its counters.
#include <boost/asio/any_io_executor.hpp>
#include <memory>

#include "grid/refresh_round.hpp"

namespace greeninfer::grid {

class Refresher {
public:
    // `executor` is the control core's. The clock and the web must outlive everything that runs on it.
    Refresher(boost::asio::any_io_executor executor, Clock& clock, WebFetch& web, std::uint64_t seed);
    ~Refresher() { stop(); }
    Refresher(const Refresher&) = delete;
    Refresher& operator=(const Refresher&) = delete;

    // From now on keeps these places fresh instead of the ones before. The board is brought up to date at once.
    void apply(const GridSettings& settings, std::shared_ptr<const Places> places, std::shared_ptr<Board> board);
    // Nothing is asked or published any more; a question that is on its way ends without effect.
    void stop();

    const GridMetrics& metrics() const { return memory_->metrics; }

private:
    boost::asio::any_io_executor executor_;
    Clock& clock_;
    WebFetch& web_;
    std::shared_ptr<GridMemory> memory_;
    std::shared_ptr<RefreshRound> round_;
};

// What a board holds before its refresher has seen it: the tables alone.
std::shared_ptr<Board> make_board(const GridSettings& settings, const Places& places, WallTime now);

}  // namespace greeninfer::grid
