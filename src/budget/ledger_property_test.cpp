// Whatever happens in whatever order: no budget is overspent by more than running work cost beyond its reservation, and
// nothing stays reserved once all work has ended.
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <random>
#include <thread>

#include "budget/ledger_for_test.hpp"

namespace greeninfer::budget {
namespace {

constexpr int kRequests = 10'000;
constexpr std::int64_t kLimit = 1'000'000;

struct Running {
    std::size_t requester;
    Reservation reservation;
    std::int64_t estimate;
};

// Eight sessions of four clients in two departments.
std::vector<std::vector<Line>> requesters(LedgerForTest& ledger) {
    std::vector<std::vector<Line>> all;
    for (int i = 0; i < 8; ++i) {
        all.push_back({ledger.session(std::to_string(i), LedgerForTest::carbon_limit(kLimit / 4)),
                       ledger.client(std::to_string(i % 4), LedgerForTest::carbon_limit(kLimit / 2)),
                       ledger.department(std::to_string(i % 2), LedgerForTest::carbon_limit(kLimit))});
    }
    return all;
}

// One order of events among 10,000 requests that are all under way at some time. `excess`: what work may cost beyond
// its reservation, at most.
class Interleaving {
public:
    Interleaving(std::uint64_t seed, std::int64_t excess)
        : random_(seed), excess_(excess), all_(requesters(ledger_)), overrun_(all_.size()) {}

    void run() {
        int begun = 0;
        while (begun < kRequests || !running_.empty()) {
            const bool begins = begun < kRequests && (running_.empty() || pick(0, 2) != 0);
            check_limits(begins ? begin(begun++) : end());
        }
    }

    void check_nothing_leaked() {
        for (const auto& lines : all_) {
            for (const Line& line : lines) RC_ASSERT(ledger_.store.status(line).carbon.reserved == 0);
        }
        for (std::size_t i = 0; i < all_.size(); ++i) {
            RC_ASSERT(ledger_.store.status(all_[i][0]).carbon.used == charged_[i]);
        }
    }

private:
    std::int64_t pick(std::int64_t from, std::int64_t to) {
        return std::uniform_int_distribution<std::int64_t>(from, to)(random_);
    }

    // Both return which requester it was.
    std::size_t begin(int number) {
        const auto requester = static_cast<std::size_t>(number) % all_.size();
        const std::int64_t estimate = pick(0, 2000);
        auto reservation = ledger_.reserve(all_[requester], estimate);
        if (reservation) running_.push_back({requester, *std::move(reservation), estimate});
        return requester;
    }

    std::size_t end() {
        std::swap(running_[static_cast<std::size_t>(pick(0, static_cast<std::int64_t>(running_.size()) - 1))],
                  running_.back());
        Running& one = running_.back();
        const std::size_t requester = one.requester;
        if (pick(0, 3) != 0) {  // otherwise it is aborted, and gives back what it held
            const std::int64_t actual = pick(0, one.estimate + excess_);
            one.reservation.settle(LedgerForTest::spent(actual));
            charged_[one.requester] += actual;
            overrun_[one.requester] += std::max<std::int64_t>(0, actual - one.estimate);
        }
        running_.pop_back();
        return requester;
    }

    void check_limits(std::size_t requester) {
        for (const Line& line : all_[requester]) {
            std::int64_t bound = line.limits.carbon->amount;
            for (std::size_t other = 0; other < all_.size(); ++other) {
                const bool same = all_[other][static_cast<std::size_t>(line.kind)].account == line.account;
                if (same) bound += overrun_[other];
            }
            RC_ASSERT(ledger_.store.status(line).carbon.held() <= bound);
        }
    }

    std::mt19937_64 random_;
    std::int64_t excess_;
    LedgerForTest ledger_;
    std::vector<std::vector<Line>> all_;
    std::vector<Running> running_;
    std::vector<std::int64_t> overrun_;  // by requester: actual cost above what was reserved
    std::array<std::int64_t, 8> charged_{};
};

TEST(LedgerProperty, IsExactInAnyOrderOfTenThousandRequests) {
    rc::check([] {
        Interleaving interleaving(*rc::gen::arbitrary<std::uint64_t>(), *rc::gen::element<std::int64_t>(0, 100, 5000));
        interleaving.run();
        interleaving.check_nothing_leaked();
    });
}

TEST(LedgerProperty, IsExactUnderThreads) {
    constexpr int kThreads = 8;
    LedgerForTest ledger;
    const auto all = requesters(ledger);
    std::array<std::atomic<std::int64_t>, 8> charged{};
    std::atomic<int> refused{0};
    const auto work = [&](unsigned thread) {
        std::mt19937_64 random(thread);
        for (int i = 0; i < kRequests / kThreads; ++i) {
            const std::size_t requester = random() % all.size();
            const auto estimate = static_cast<std::int64_t>(random() % 2000);
            auto reservation = ledger.reserve(all[requester], estimate);
            if (!reservation) {
                ++refused;
            } else if (random() % 4 != 0) {
                const auto actual = static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(estimate + 1));
                reservation->settle(LedgerForTest::spent(actual));
                charged[requester] += actual;
            }
        }
    };
    {
        std::vector<std::jthread> threads;
        for (unsigned i = 0; i < kThreads; ++i) threads.emplace_back(work, i);
    }
    EXPECT_GT(refused, 0) << "the limits were reached";
    for (std::size_t i = 0; i < all.size(); ++i) {
        for (const Line& line : all[i]) {
            const PurseStatus carbon = ledger.store.status(line).carbon;
            EXPECT_EQ(carbon.reserved, 0);
            EXPECT_LE(carbon.used, line.limits.carbon->amount);
        }
        EXPECT_EQ(ledger.store.status(all[i][0]).carbon.used, charged[i].load());
    }
}

// Sessions come, go and are charged at once.
TEST(LedgerProperty, SessionsAreSharedByThreads) {
    LedgerForTest ledger;
    const SessionBounds bounds{.sessions_of_owner = 16, .idle = std::chrono::hours(1)};
    std::atomic<std::uint64_t> opened{0};
    const auto work = [&](unsigned thread) {
        std::mt19937_64 random(thread);
        for (int i = 0; i < 2000; ++i) {
            const std::string id = std::to_string(random() % 32);
            const auto account = ledger.store.open_session({"", id}, bounds);
            if (!account) continue;
            ++opened;
            const std::vector lines = {Line{AccountKind::session, *account, LedgerForTest::carbon_limit(1000)}};
            if (auto reservation = ledger.reserve(lines, 1)) reservation->settle(LedgerForTest::spent(1));
            if (random() % 8 == 0) ledger.store.forget_session({"", id}, bounds);
        }
    };
    {
        std::vector<std::jthread> threads;
        for (unsigned i = 0; i < 4; ++i) threads.emplace_back(work, i);
    }
    EXPECT_GT(opened, 0u);
    EXPECT_LE(ledger.store.session_count(), 16u);
}

}  // namespace
}  // namespace greeninfer::budget
