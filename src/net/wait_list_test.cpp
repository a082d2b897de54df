#include "net/wait_list.hpp"

#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <vector>

#include "testing/simulated_clock.hpp"

namespace greeninfer::net {
namespace {

using namespace std::chrono_literals;

struct WaitListTest : ::testing::Test {
    using Woken = WaitList::Woken;
    struct Wakening {
        int who;
        Woken why;
        bool operator==(const Wakening&) const = default;
    };

    boost::asio::awaitable<void> wait(int who, std::chrono::nanoseconds limit) {
        const Woken why = co_await list.wait(wheel, limit, aborts[static_cast<std::size_t>(who)]);
        woken.push_back({who, why});
    }
    void start(int who, std::chrono::nanoseconds limit = 1h) {
        boost::asio::co_spawn(io, wait(who, limit), boost::asio::detached);
        io.poll();
    }

    boost::asio::io_context io;
    testing::SimulatedClock clock;
    DeadlineWheel wheel{clock};
    WaitList list;
    std::vector<Abort> aborts = std::vector<Abort>(8);
    std::vector<Wakening> woken;
};

TEST_F(WaitListTest, WakesInTheOrderOfComing) {
    for (int who = 0; who < 3; ++who) start(who);
    list.notify_one();
    EXPECT_EQ(woken, (std::vector<Wakening>{{0, Woken::notified}}));
    list.notify_one();
    list.notify_one();
    list.notify_one();
    EXPECT_EQ(woken.size(), 3U);
    EXPECT_EQ(woken[2], (Wakening{2, Woken::notified}));
    EXPECT_TRUE(list.empty());
}

TEST_F(WaitListTest, ATimeOutAndAnAbortLeaveTheListToTheOthers) {
    start(0, 50ms);
    start(1);
    start(2);
    clock.pass(70ms);
    wheel.expire(clock.now());
    aborts[1].request();
    EXPECT_EQ(woken, (std::vector<Wakening>{{0, Woken::timed_out}, {1, Woken::aborted}}));
    list.notify_one();
    EXPECT_EQ(woken.back(), (Wakening{2, Woken::notified}));
    EXPECT_TRUE(list.empty());
}

TEST_F(WaitListTest, DoesNotWaitForAClientThatHasGone) {
    aborts[0].request();
    start(0);
    EXPECT_EQ(woken, (std::vector<Wakening>{{0, Woken::aborted}}));
    EXPECT_TRUE(list.empty());
}

boost::asio::awaitable<void> wait_again_and_again(WaitListTest& test, int& rounds) {
    while (co_await test.list.wait(test.wheel, 1h, test.aborts[7]) == WaitList::Woken::notified) ++rounds;
}

TEST_F(WaitListTest, NotifyAllWakesEachWaiterOnceEvenIfItComesBack) {
    int rounds = 0;
    boost::asio::co_spawn(io, wait_again_and_again(*this, rounds), boost::asio::detached);
    io.poll();
    start(0);
    list.notify_all();
    EXPECT_EQ(rounds, 1);
    EXPECT_EQ(woken.size(), 1U);
    EXPECT_FALSE(list.empty());
    aborts[7].request();
    EXPECT_TRUE(list.empty());
}

}  // namespace
}  // namespace greeninfer::net
