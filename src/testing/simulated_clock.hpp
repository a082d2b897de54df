#pragma once
// A clock that moves only when told to, so that hours of waiting run in a test within a millisecond.
//
// Sleepers wake on their own executor, in the order of their times; advance() lets everything run that a wake-up makes
// ready before it goes on to the next. Single-threaded: one io_context and the thread that polls it.
#include <boost/asio/steady_timer.hpp>
#include <map>
#include <memory>

#include "base/clock.hpp"

namespace boost::asio {
class io_context;
}

namespace greeninfer::testing {

class SimulatedClock final : public Clock {
public:
    Moment now() const override { return now_; }
    WallTime wall_now() const override { return wall_start_ + (now_ - Moment()); }
    boost::asio::awaitable<void> sleep_until(Moment wake_up) override;

    // Moves on without waking anybody: for code that only reads the time.
    void pass(std::chrono::nanoseconds time) { now_ += std::chrono::duration_cast<Moment::duration>(time); }
    // Runs what is ready, jumps to the next wake-up, and repeats until `time` has passed.
    void advance(boost::asio::io_context& io, std::chrono::nanoseconds time);

private:
    Moment now_{};
    WallTime wall_start_ = WallTime(std::chrono::seconds(1'700'000'000));
    std::multimap<Moment, std::shared_ptr<boost::asio::steady_timer>> sleepers_;
};

}  // namespace greeninfer::testing
