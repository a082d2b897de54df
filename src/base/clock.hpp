#pragma once
// Time is passed in, so that a day of back-off runs in a test within a millisecond.
//
// Two kinds of time are never mixed: Moment is monotonic and measures waiting, WallTime is the calendar and dates
// records. A clock may be shared by all cores; sleeping resumes on the caller's own executor.
#include <boost/asio/awaitable.hpp>
#include <chrono>

namespace greeninfer {

using Moment = std::chrono::steady_clock::time_point;
using WallTime = std::chrono::system_clock::time_point;

class Clock {
public:
    virtual ~Clock() = default;
    virtual Moment now() const = 0;
    virtual WallTime wall_now() const = 0;
    // Throws boost::system::system_error (operation_aborted) when the sleeper is cancelled.
    virtual boost::asio::awaitable<void> sleep_until(Moment wake_up) = 0;
    boost::asio::awaitable<void> sleep_for(std::chrono::nanoseconds time) { return sleep_until(now() + time); }
};

class SystemClock final : public Clock {
public:
    Moment now() const override { return std::chrono::steady_clock::now(); }
    WallTime wall_now() const override { return std::chrono::system_clock::now(); }
    boost::asio::awaitable<void> sleep_until(Moment wake_up) override;
};

}  // namespace greeninfer
