#include "testing/simulated_clock.hpp"

#include <gtest/gtest.h>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <vector>

namespace greeninfer::testing {
namespace {

namespace asio = boost::asio;
using namespace std::chrono_literals;

asio::awaitable<void> back_off_five_times(Clock& clock, std::vector<long>& seconds) {
    const Moment start = clock.now();
    auto pause = 1s;
    for (int attempt = 0; attempt < 5; ++attempt, pause *= 2) {
        co_await clock.sleep_for(pause);
        seconds.push_back(std::chrono::duration_cast<std::chrono::seconds>(clock.now() - start).count());
    }
}

TEST(SimulatedClock, WakesEverySleeperAtItsTimeAndNotBefore) {
    asio::io_context io;
    SimulatedClock clock;
    std::vector<long> seconds;
    asio::co_spawn(io, back_off_five_times(clock, seconds), asio::detached);
    clock.advance(io, 6999ms);
    EXPECT_EQ(seconds, (std::vector<long>{1, 3}));
    clock.advance(io, 24h);
    EXPECT_EQ(seconds, (std::vector<long>{1, 3, 7, 15, 31}));
    EXPECT_EQ(clock.now(), Moment() + 24h + 6999ms);
}

TEST(SimulatedClock, ACancelledSleeperThrowsAndIsForgotten) {
    asio::io_context io;
    SimulatedClock clock;
    asio::cancellation_signal stop;
    bool cancelled = false;
    const auto done = [&](const std::exception_ptr& error) { cancelled = error != nullptr; };
    asio::co_spawn(io, clock.sleep_for(48h), asio::bind_cancellation_slot(stop.slot(), done));
    clock.advance(io, 1h);
    stop.emit(asio::cancellation_type::all);
    clock.advance(io, 0s);
    EXPECT_TRUE(cancelled);
    clock.advance(io, 72h);
}

TEST(SimulatedClock, WallTimeMovesWithTheMonotonicTime) {
    SimulatedClock clock;
    const WallTime before = clock.wall_now();
    clock.pass(90min);
    EXPECT_EQ(clock.wall_now() - before, 90min);
}

}  // namespace
}  // namespace greeninfer::testing
