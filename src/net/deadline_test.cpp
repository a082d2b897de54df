#include "net/deadline.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <map>
#include <memory>
#include <vector>

#include "testing/simulated_clock.hpp"

namespace greeninfer::net {
namespace {

using namespace std::chrono_literals;
using testing::SimulatedClock;

// Drives a wheel as Core does: calls expire() at the times it asked for, and no others.
class WheelDriver {
public:
    WheelDriver() : wheel(clock) {
        wheel.on_earlier([this](Moment when) { next_ = when; });
    }

    void advance(std::chrono::nanoseconds time) {
        const Moment end = clock.now() + time;
        while (next_ && *next_ <= end) {
            clock.pass(std::max(*next_ - clock.now(), Moment::duration(0)));
            next_.reset();
            if (const auto next = wheel.expire(clock.now())) next_ = next;
        }
        clock.pass(end - clock.now());
    }

    bool waiting() const { return next_.has_value(); }

    SimulatedClock clock;
    DeadlineWheel wheel;

private:
    std::optional<Moment> next_;
};

TEST(Deadline, FiresOnceNeverEarlyAndAtMostATickLate) {
    for (const auto after : {0ns, 1ns, 9'999'999ns, 10'000'000ns, 10'000'001ns, 123'456'789ns, 60'000'000'000ns}) {
        SCOPED_TRACE(after.count());
        WheelDriver driver;
        driver.clock.pass(3ms);
        std::vector<Moment> fired;
        Deadline deadline(driver.wheel, [&] { fired.push_back(driver.clock.now()); });
        const Moment start = driver.clock.now();
        deadline.arm(after);
        EXPECT_TRUE(deadline.armed());
        driver.advance(after + 10min);
        ASSERT_EQ(fired.size(), 1U);
        EXPECT_GE(fired[0], start + after);
        EXPECT_LE(fired[0], start + after + DeadlineWheel::kTick);
        EXPECT_FALSE(deadline.armed());
        EXPECT_FALSE(driver.waiting()) << "an empty wheel wakes nobody";
    }
}

TEST(Deadline, TakesTheNewTimeWhenArmedAgain) {
    WheelDriver driver;
    int fired = 0;
    Deadline deadline(driver.wheel, [&] { ++fired; });
    deadline.arm(100ms);
    deadline.arm(500ms);
    driver.advance(499ms);
    EXPECT_EQ(fired, 0) << "later";
    driver.advance(11ms);
    EXPECT_EQ(fired, 1);
    deadline.arm(500ms);
    deadline.arm(100ms);
    driver.advance(110ms);
    EXPECT_EQ(fired, 2) << "earlier";
    driver.advance(10s);
    EXPECT_EQ(fired, 2);
}

TEST(Deadline, DoesNotFireWhenDisarmedOrDestroyed) {
    WheelDriver driver;
    int fired = 0;
    Deadline deadline(driver.wheel, [&] { ++fired; });
    auto destroyed = std::make_unique<Deadline>(driver.wheel, [&] { ++fired; });
    deadline.arm(50ms);
    destroyed->arm(50ms);
    deadline.disarm();
    destroyed.reset();
    driver.advance(1s);
    EXPECT_EQ(fired, 0);
    deadline.arm(50ms);
    driver.advance(60ms);
    EXPECT_EQ(fired, 1) << "it can be armed again";
}

TEST(Deadline, ReachesBeyondTheHorizonOfTheWheel) {
    WheelDriver driver;
    std::vector<Moment> fired;
    Deadline far(driver.wheel, [&] { fired.push_back(driver.clock.now()); });
    far.arm(24h);
    driver.advance(24h - 1ns);
    EXPECT_TRUE(fired.empty());
    driver.advance(11ms);
    EXPECT_EQ(fired.size(), 1U);
}

TEST(Deadline, WorksAfterTheWheelWasIdleForLong) {
    WheelDriver driver;
    driver.advance(72h);
    int fired = 0;
    Deadline deadline(driver.wheel, [&] { ++fired; });
    deadline.arm(30ms);
    driver.advance(29ms);
    EXPECT_EQ(fired, 0);
    driver.advance(11ms);
    EXPECT_EQ(fired, 1);
}

TEST(Deadline, CatchesUpAfterTheCoreWasBusyForLong) {
    SimulatedClock clock;
    DeadlineWheel wheel(clock);
    int fired = 0;
    std::vector<std::unique_ptr<Deadline>> many;
    for (int i = 0; i < 50; ++i) {
        many.push_back(std::make_unique<Deadline>(wheel, [&] { ++fired; }));
        many.back()->arm(i * 1s);
    }
    clock.pass(1h);
    EXPECT_EQ(wheel.expire(clock.now()), std::nullopt);
    EXPECT_EQ(fired, 50);
}

TEST(Deadline, AnActionMayDestroyItsDeadlineAndItsNeighbours) {
    WheelDriver driver;
    std::vector<std::unique_ptr<Deadline>> all(5);
    int fired = 0;
    for (auto& one : all) {
        one = std::make_unique<Deadline>(driver.wheel, [&] {
            ++fired;
            for (auto& each : all) each.reset();
        });
        one->arm(20ms);
    }
    driver.advance(1s);
    EXPECT_EQ(fired, 1);
}

TEST(Deadline, AnActionMayArmItselfAndOthersAgain) {
    WheelDriver driver;
    int fired = 0;
    int other_fired = 0;
    Deadline other(driver.wheel, [&] { ++other_fired; });
    std::unique_ptr<Deadline> periodic;
    periodic = std::make_unique<Deadline>(driver.wheel, [&] {
        if (++fired < 10) periodic->arm(0ns);
        other.arm(5ms);
    });
    periodic->arm(0ns);
    driver.advance(95ms);
    EXPECT_GE(fired, 8);
    driver.advance(1s);
    EXPECT_EQ(fired, 10);
    EXPECT_GE(other_fired, 1);
}

// Random arming, disarming and waiting of a few deadlines, against a plain list of due times.
TEST(Deadline, AgreesWithASimpleModel) {
    rc::check("every deadline fires once, in its tick", [] {
        WheelDriver driver;
        std::map<std::size_t, Moment> due;
        std::vector<std::unique_ptr<Deadline>> deadlines;
        for (std::size_t i = 0; i < 4; ++i) {
            deadlines.push_back(std::make_unique<Deadline>(driver.wheel, [&driver, &due, i] {
                RC_ASSERT(due.contains(i));
                RC_ASSERT(driver.clock.now() >= due[i]);
                RC_ASSERT(driver.clock.now() <= due[i] + DeadlineWheel::kTick);
                due.erase(i);
            }));
        }
        const auto steps = *rc::gen::container<std::vector<std::tuple<int, std::size_t, std::int64_t>>>(rc::gen::tuple(
            rc::gen::inRange(0, 4), rc::gen::inRange<std::size_t>(0, 4),
            rc::gen::oneOf(rc::gen::inRange<std::int64_t>(0, 50'000), rc::gen::inRange<std::int64_t>(0, 40'000'000))));
        for (const auto& [what, which, amount_us] : steps) {
            const std::chrono::microseconds amount(amount_us);
            if (what <= 1) {
                deadlines[which]->arm(amount);
                due[which] = driver.clock.now() + amount;
            } else if (what == 2) {
                deadlines[which]->disarm();
                due.erase(which);
            } else {
                driver.advance(amount);
            }
        }
        driver.advance(1h);
        RC_ASSERT(due.empty());
    });
}

}  // namespace
}  // namespace greeninfer::net
