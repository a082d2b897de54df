#pragma once
// Brings what the cores write down into the account, and shows the account to whoever asks.
//
// Each core records into its lane of the ring and goes on. A thread of the bookkeeper's own sleeps until a lane is half
// full; whoever reads the account has the lanes emptied first, so that a scrape or a report misses nothing that was
// recorded before it. The account is guarded by a mutex that no request ever takes. One per process; outlives the
// cores.
#include <atomic>
#include <mutex>
#include <span>
#include <thread>

#include "account/usage_account.hpp"
#include "telemetry/record_ring.hpp"

namespace greeninfer::account {

using UsageRing = telemetry::RecordRing<UsageRecord>;

// Wakes the thread that empties the ring. Any thread; rung twice it wakes once.
class Bell {
public:
    void ring();
    void wait();  // until it has rung since the last wait

private:
    std::atomic<bool> has_rung_{false};
};

// Where one core leaves its records; on that core only. No lock, no allocation.
class Recorder {
public:
    Recorder(UsageRing::Lane& lane, Bell& bell) : lane_(lane), bell_(bell) {}
    // A record that finds no room is dropped, and counted by the ring.
    void record(const UsageRecord& record) {
        lane_.push(record);
        if (lane_.is_half_full()) bell_.ring();
    }

private:
    UsageRing::Lane& lane_;
    Bell& bell_;
};

class Bookkeeper {
public:
    Bookkeeper(const Clock& clock, std::size_t cores, const AccountLimits& limits);
    ~Bookkeeper();
    Bookkeeper(const Bookkeeper&) = delete;
    Bookkeeper& operator=(const Bookkeeper&) = delete;

    Recorder recorder(std::size_t core) { return {ring_.lane(core), bell_}; }
    // Into the account at once; for the control core, which may wait.
    void book(std::span<const UsageRecord> records);

    // Empties the ring, then look(account) under the lock. Any thread that may wait.
    template <class Look>
    auto read(Look&& look) {
        const std::lock_guard lock(mutex_);
        drain_locked();
        return look(std::as_const(account_));
    }

    // Records taken into the account so far, without those that are still in the ring. Any thread that may wait.
    std::uint64_t booked_for_test() const;
    std::uint64_t dropped() const { return ring_.dropped(); }
    const telemetry::PrivateMemory& memory() const { return ring_.memory(); }
    WallTime began_at() const { return began_at_; }  // nothing before is in the account

private:
    void keep_books();
    void drain();
    void drain_locked();

    const WallTime began_at_;
    UsageRing ring_;
    Bell bell_;
    mutable std::mutex mutex_;
    UsageAccount account_;
    std::atomic<bool> is_closing_{false};
    std::jthread thread_;
};

}  // namespace greeninfer::account
