#include "energy/window_ledger.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <map>
#include <thread>

namespace greeninfer::energy {
namespace {

using namespace std::chrono_literals;

// Named by its zone, so that a test can tell attempts apart.
Booking booking(std::size_t zone_index) {
    return {.zone_index = zone_index};
}

Moment at(double seconds) {
    return Moment() + std::chrono::duration_cast<Moment::duration>(std::chrono::duration<double>(seconds));
}

std::uint64_t microjoules(double joules) {
    return static_cast<std::uint64_t>(joules * 1e6);
}

// A ledger whose meter is read now and then, and what it has booked.
struct Metered {
    explicit Metered(const LedgerOptions& options = {}) : ledger(options) { ledger.lose(Moment()); }

    void read(double joules, double now_seconds) {
        const ClosedWindow closed =
            ledger.close({.microjoules = microjoules(joules), .since = last, .until = at(now_seconds)});
        last = at(now_seconds);
        unallocated += closed.unallocated_microjoules;
        for (const Share& share : closed.shares) booked[share.booking.zone_index] += share.microjoules;
        metered += microjoules(joules);
    }
    WindowLedger::Ticket begin(std::size_t zone_index, double now_seconds, std::uint64_t prompt_tokens = 100) {
        return *ledger.begin(booking(zone_index), prompt_tokens, at(now_seconds));
    }
    double joules_of(std::size_t zone_index) { return static_cast<double>(booked[zone_index]) * 1e-6; }
    std::uint64_t sum() const {
        std::uint64_t sum = unallocated;
        for (const auto& [zone_index, share] : booked) sum += share;
        return sum;
    }

    WindowLedger ledger;
    Moment last{};
    std::map<std::size_t, std::uint64_t> booked;
    std::uint64_t unallocated = 0;
    std::uint64_t metered = 0;
};

// Two windows in which a token costs 1 J and a prompt token a twelfth.
void teach_one_joule_per_token(Metered& metered) {
    auto ticket = metered.begin(99, 0, 0);
    ticket.add_output(50);
    ticket.finish({.output_tokens = 50}, at(10));
    metered.read(50, 10);
}

TEST(WindowLedger, KnowsNothingBeforeAWindowHasClosed) {
    Metered metered;
    auto ticket = metered.begin(1, 1);
    EXPECT_FALSE(ticket.finish({.prompt_tokens = 100, .output_tokens = 50}, at(2)));
    metered.read(100, 10);
    EXPECT_DOUBLE_EQ(metered.joules_of(1), 100) << "what is booked when the window closes is known all the same";
}

TEST(WindowLedger, DividesAWindowByWork) {
    Metered metered;
    auto a = metered.begin(1, 0, 0);
    auto b = metered.begin(2, 0, 0);
    a.finish({.output_tokens = 30}, at(10));
    b.finish({.output_tokens = 10}, at(10));
    metered.read(100, 10);
    EXPECT_DOUBLE_EQ(metered.joules_of(1), 75);
    EXPECT_DOUBLE_EQ(metered.joules_of(2), 25);
    EXPECT_EQ(metered.unallocated, 0U);
}

TEST(WindowLedger, SharesIdleEnergyByTheTimeOfThosePresent) {
    Metered metered({.idle = Power::watts(12)});
    auto a = metered.begin(1, 0, 0);  // alone from 0 to 4, with b from 4 to 8
    auto b = metered.begin(2, 4, 0);
    a.finish({}, at(8));
    b.finish({}, at(8));
    metered.read(120, 10);  // idle all the time
    EXPECT_NEAR(metered.joules_of(1), 12 * (4 + 2), 1e-5);
    EXPECT_NEAR(metered.joules_of(2), 12 * 2, 1e-5);
    EXPECT_EQ(metered.unallocated, microjoules(12 * 2)) << "nobody was there for two seconds";
}

TEST(WindowLedger, LearnsIdlePowerFromTheEmptyWindows) {
    Metered metered;
    metered.read(900, 10);
    metered.read(600, 20);
    metered.read(700, 30);
    EXPECT_DOUBLE_EQ(metered.ledger.idle().as_watts(), 60);
    EXPECT_EQ(metered.unallocated, microjoules(2200));
}

TEST(WindowLedger, DoesNotCountCachedTokensAsRead) {
    Metered metered;
    auto cached = metered.begin(1, 0, 1200);
    auto read = metered.begin(2, 0, 1200);
    cached.finish({.prompt_tokens = 1200, .cached_tokens = 1200, .output_tokens = 100}, at(10));
    read.finish({.prompt_tokens = 1200, .cached_tokens = 0, .output_tokens = 100}, at(10));
    metered.read(300, 10);
    EXPECT_NEAR(metered.joules_of(1), 100, 1e-5);
    EXPECT_NEAR(metered.joules_of(2), 200, 1e-5) << "1200 tokens read are worth 100 written";
}

TEST(WindowLedger, SplitsALongStreamOverItsWindows) {
    Metered metered;
    auto stream = metered.begin(1, 0, 0);
    stream.add_output(10);
    metered.read(40, 10);
    EXPECT_DOUBLE_EQ(metered.joules_of(1), 40);
    auto other = metered.begin(2, 10, 0);
    other.add_output(30);
    stream.add_output(10);
    metered.read(40, 20);
    EXPECT_DOUBLE_EQ(metered.joules_of(1), 50) << "a quarter of the second window";
    stream.finish({.output_tokens = 20}, at(21));
    other.finish({.output_tokens = 30}, at(21));
    metered.read(0, 30);
    EXPECT_DOUBLE_EQ(metered.joules_of(1), 50);
}

TEST(WindowLedger, TellsAnAttemptItsShareWhenItEnds) {
    Metered metered;
    teach_one_joule_per_token(metered);
    auto stream = metered.begin(1, 10, 0);
    stream.add_output(30);
    metered.read(60, 20);  // a dear window: all of it
    stream.add_output(20);
    const auto estimate = stream.finish({.output_tokens = 50}, at(22));
    ASSERT_TRUE(estimate);
    // 60 J booked, and 20 tokens at what all windows together have shown.
    const double price = metered.ledger.prices()->output_token_joules;
    EXPECT_NEAR(estimate->it_energy.as_joules(), 60 + 20 * price, 1e-6);
    EXPECT_EQ(estimate->evidence, Evidence::attributed);
    EXPECT_GT(estimate->log_deviation, 0);
}

TEST(WindowLedger, IsNoSurerThanItsMeter) {
    Metered metered({.meter_log_deviation = 0.4});
    teach_one_joule_per_token(metered);
    auto ticket = metered.begin(1, 10, 0);
    EXPECT_NEAR(ticket.finish({.output_tokens = 5}, at(11))->log_deviation, 0.4123, 1e-4);  // with 0.1 of the ledger
    const ClosedWindow closed = metered.ledger.close({.microjoules = 1000, .since = at(11), .until = at(21)});
    EXPECT_GE(closed.log_deviation, 0.4);
}

TEST(WindowLedger, RescalesPiecesByTheFinalUsage) {
    Metered metered;
    teach_one_joule_per_token(metered);
    auto stream = metered.begin(1, 10, 0);
    stream.add_output(10);  // each of four tokens, as it will turn out
    auto other = metered.begin(2, 10, 0);
    other.add_output(30);
    metered.read(40, 20);
    EXPECT_NEAR(metered.joules_of(1), 10, 1e-5);
    const auto estimate = stream.finish({.output_tokens = 40}, at(20));
    EXPECT_NEAR(estimate->it_energy.as_joules(), 40, 1e-6) << "10 J for 10 tokens were 10 J for 10 of 40";
    other.finish({.output_tokens = 30}, at(20));
}

TEST(WindowLedger, LearnsHowManyTokensAPieceHolds) {
    Metered metered;
    for (int i = 0; i < 40; ++i) {
        auto stream = metered.begin(9, i, 0);
        stream.add_output(10);
        stream.finish({.output_tokens = 40}, at(i + 1));
    }
    metered.read(100, 40);
    auto stream = metered.begin(1, 40, 0);  // still runs when the window closes
    stream.add_output(10);
    auto other = metered.begin(2, 40, 0);
    other.add_output(40);
    other.finish({.output_tokens = 40}, at(50));
    metered.read(80, 50);
    EXPECT_NEAR(metered.joules_of(1), 40, 4);
    stream.finish({}, at(50));
}

TEST(WindowLedger, TakesWhatWasSeenWhereNoUsageComes) {
    Metered metered;
    teach_one_joule_per_token(metered);
    struct Row {
        const char* name;
        TokenWork reported;
        double joules;
    };
    const Row rows[] = {
        {"nothing reported", {}, 20 + 10},
        {"only the prompt", {.prompt_tokens = 240}, 20 + 20},
        {"all of it", {.prompt_tokens = 240, .cached_tokens = 120, .output_tokens = 25}, 25 + 10},
    };
    for (const Row& row : rows) {
        SCOPED_TRACE(row.name);
        auto ticket = metered.begin(1, 10, 120);
        ticket.add_output(20);
        EXPECT_NEAR(ticket.finish(row.reported, at(11))->it_energy.as_joules(), row.joules, 1.0);
    }
}

TEST(WindowLedger, CountsATicketThatDiesAsEndedWithWhatWasSeen) {
    Metered metered;
    {
        auto dies = metered.begin(1, 0, 0);
        dies.add_output(10);
    }
    auto other = metered.begin(2, 0, 0);
    other.add_output(30);
    auto moved = std::move(other);
    moved.finish({.output_tokens = 30}, at(1));
    metered.read(40, 10);
    EXPECT_DOUBLE_EQ(metered.joules_of(1), 10);
    EXPECT_DOUBLE_EQ(metered.joules_of(2), 30);
    metered.read(40, 20);
    EXPECT_DOUBLE_EQ(metered.joules_of(1), 10) << "it is over";
}

TEST(WindowLedger, ChargesNothingForWhatTheServerNeverGot) {
    Metered metered;
    auto refused = metered.begin(1, 0, 1000);
    auto other = metered.begin(2, 0, 0);
    refused.discard(at(5));
    other.finish({.output_tokens = 30}, at(10));
    metered.read(40, 10);
    EXPECT_DOUBLE_EQ(metered.joules_of(1), 0);
    EXPECT_DOUBLE_EQ(metered.joules_of(2), 40);
}

TEST(WindowLedger, SpreadsAWholeAnswerOverItsTime) {
    Metered metered;
    for (int i = 0; i < 40; ++i) {
        auto earlier = metered.begin(9, i, 0);
        earlier.finish({.output_tokens = 10}, at(i + 1));  // ten tokens a second
    }
    metered.read(400, 40);
    Booking whole = booking(1);
    whole.streamed = false;
    auto ticket = *metered.ledger.begin(whole, 0, at(40));
    auto stream = metered.begin(2, 40, 0);
    stream.add_output(100);
    metered.read(100, 50);
    EXPECT_NEAR(metered.joules_of(1), 50, 1) << "likely has 100 tokens too";
    stream.add_output(100);
    stream.finish({.output_tokens = 200}, at(60));
    const double price = metered.ledger.prices()->output_token_joules;
    const auto estimate = ticket.finish({.output_tokens = 200}, at(60));
    metered.read(100, 60);
    EXPECT_NEAR(metered.joules_of(1), 100, 2);
    EXPECT_NEAR(estimate->it_energy.as_joules(), 50 + 100 * price, 2);
}

TEST(WindowLedger, TakesTheUsualPaceForAWholeAnswerThatNeverCame) {
    Metered metered;
    auto earlier = metered.begin(9, 0, 0);
    earlier.finish({.output_tokens = 100}, at(10));  // ten tokens a second
    metered.read(100, 10);
    Booking whole = booking(1);
    whole.streamed = false;
    auto ticket = *metered.ledger.begin(whole, 0, at(10));
    EXPECT_NEAR(ticket.finish({}, at(15))->it_energy.as_joules(), 50, 0.5);
}

TEST(WindowLedger, RefusesBeyondItsSlotsAndGivesTheirPartToNobody) {
    Metered metered({.slots = 2});
    auto a = metered.begin(1, 0, 0);
    auto b = metered.begin(2, 0, 0);
    EXPECT_FALSE(metered.ledger.begin(booking(3), 0, at(0)));
    EXPECT_FALSE(metered.ledger.begin(booking(4), 0, at(0)));
    EXPECT_EQ(metered.ledger.refused(), 2U);
    a.finish({.output_tokens = 10}, at(5));
    b.finish({.output_tokens = 10}, at(5));
    metered.read(80, 10);
    EXPECT_DOUBLE_EQ(metered.joules_of(1), 20) << "as if the two without a slot had done as much";
    EXPECT_EQ(metered.unallocated, microjoules(40));
    EXPECT_TRUE(metered.ledger.begin(booking(5), 0, at(10))) << "slots are free again once their window is closed";
}

TEST(WindowLedger, PricesWorkWhoseEnergyWasLostAndBooksNothing) {
    Metered metered;
    teach_one_joule_per_token(metered);
    auto stream = metered.begin(1, 10, 0);
    stream.add_output(30);
    metered.ledger.lose(at(20));
    stream.add_output(10);
    EXPECT_NEAR(stream.finish({.output_tokens = 40}, at(30))->it_energy.as_joules(), 40, 1e-6);
    metered.last = at(20);
    metered.read(10, 30);
    EXPECT_DOUBLE_EQ(metered.joules_of(1), 10);
}

TEST(WindowLedger, IsSilentAboutAnAttemptOfWhichAPartIsUnknown) {
    WindowLedger ledger;
    auto stream = *ledger.begin(booking(1), 0, at(0));
    stream.add_output(10);
    ledger.lose(at(10));  // nothing has been learnt that could price it
    stream.add_output(10);
    const ClosedWindow closed = ledger.close({.microjoules = 1000, .since = at(10), .until = at(20)});
    EXPECT_EQ(closed.shares.front().microjoules, 1000U);
    EXPECT_FALSE(stream.finish({.output_tokens = 20}, at(20)));
}

TEST(WindowLedger, GivesToNobodyWhatWasCountedBeforeALostWindowEnded) {
    Metered metered;
    metered.ledger.lose(at(30));  // the meter was silent for 30 s
    auto ticket = metered.begin(1, 30, 0);
    ticket.finish({.output_tokens = 10}, at(40));
    metered.read(400, 40);  // counted since 0
    EXPECT_DOUBLE_EQ(metered.joules_of(1), 100);
    EXPECT_EQ(metered.unallocated, microjoules(300));
}

// Any order of events: what was booked and what was not is what the meter counted, to the microjoule.
TEST(WindowLedger, ConservesWhateverHappens) {
    EXPECT_TRUE(rc::check([](const std::vector<std::pair<std::uint8_t, std::uint16_t>>& events) {
        Metered metered({.slots = 4, .idle = Power::watts(*rc::gen::inRange(0, 50))});
        std::vector<WindowLedger::Ticket> tickets;
        double now_seconds = 0;
        for (const auto& [kind, amount] : events) {
            now_seconds += 0.01 * (amount % 50);
            if (kind % 6 == 0) {
                auto ticket = metered.ledger.begin(booking(kind), amount, at(now_seconds));
                if (ticket) tickets.push_back(*std::move(ticket));
            } else if (kind % 6 == 1) {
                metered.read(amount * 0.000'731, now_seconds);
            } else if (kind % 6 == 2 && amount % 4 == 0) {
                metered.ledger.lose(at(now_seconds));
            } else if (!tickets.empty()) {
                WindowLedger::Ticket& ticket = tickets[amount % tickets.size()];
                if (kind % 6 == 3) ticket.add_output(amount % 97);
                if (kind % 6 == 4) {
                    const TokenWork work{.prompt_tokens = amount, .cached_tokens = kind, .output_tokens = amount % 90U};
                    const auto estimate = ticket.finish(work, at(now_seconds));
                    RC_ASSERT(!estimate || estimate->it_energy.as_joules() >= 0);
                }
                if (kind % 6 == 5) ticket.discard(at(now_seconds));
                if (kind % 6 >= 4)
                    tickets.erase(tickets.begin() + amount % static_cast<std::ptrdiff_t>(tickets.size()));
            }
        }
        metered.read(0.5, now_seconds + 1);
        RC_ASSERT(metered.sum() == metered.metered);
    }));
}

// For the thread sanitizer: every core begins and ends attempts while the control core closes windows.
TEST(WindowLedger, MayBeUsedByAllCoresAtOnce) {
    Metered metered({.slots = 64});
    std::atomic<bool> is_over = false;
    std::vector<std::thread> cores;
    for (int core = 0; core < 3; ++core) {
        cores.emplace_back([&, core] {
            for (int i = 0; i < 2000; ++i) {
                auto ticket = metered.ledger.begin(booking(static_cast<std::size_t>(core)), 10, at(1e-3 * i));
                if (!ticket) continue;
                ticket->add_output(5);
                ticket->finish({.prompt_tokens = 10, .output_tokens = 5}, at(1e-3 * i + 1e-4));
            }
            is_over = true;
        });
    }
    for (int window = 1; !is_over; ++window) metered.read(0.000'017, 1e-3 * window);
    for (std::thread& core : cores) core.join();
    metered.read(1, 1e6);
    EXPECT_EQ(metered.sum(), metered.metered);
}

}  // namespace
}  // namespace greeninfer::energy
