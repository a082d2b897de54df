#pragma once
// Where finished work is written down on its way into the account: one fixed piece of private memory for the process,
// divided into a lane for each core.
//
// A shared queue would make cores wait for each other, and one that grows has no limit. So each core writes into its
// own lane without a lock, one reader at a time empties them all, and when a lane is full the record is dropped and
// counted: a request never waits for its account. A record is 64 bytes, one cache line, of plain numbers.
#include <atomic>
#include <cstdint>
#include <deque>
#include <span>
#include <type_traits>
#include <utility>

#include "telemetry/private_memory.hpp"

namespace greeninfer::telemetry {

inline constexpr std::size_t kRingBytes = std::size_t{2} << 20;
inline constexpr std::size_t kRecordBytes = 64;

template <class Record>
class RecordRing {
    static_assert(sizeof(Record) == kRecordBytes && alignof(Record) <= kRecordBytes);
    static_assert(std::is_trivially_copyable_v<Record> && std::is_standard_layout_v<Record>);

public:
    static constexpr std::size_t kRecords = kRingBytes / kRecordBytes;

    // One core writes; the reader of the ring reads.
    class alignas(kRecordBytes) Lane {
    public:
        explicit Lane(std::span<Record> slots) : slots_(slots) {}

        // False, and counted, when the lane is full. On the owning core only; no lock, no allocation.
        bool push(const Record& record);
        // Time to empty it. On the owning core only.
        bool is_half_full() const { return written_count_ - read_seen_ >= slots_.size() / 2; }
        std::size_t capacity() const { return slots_.size(); }

    private:
        friend class RecordRing;

        std::size_t next(std::size_t slot) const { return slot + 1 == slots_.size() ? 0 : slot + 1; }

        const std::span<Record> slots_;
        // The writer's.
        std::uint64_t written_count_ = 0;
        std::size_t write_slot_ = 0;
        std::uint64_t read_seen_ = 0;  // a lower bound of read_, so that the reader's cache line is rarely fetched
        std::atomic<std::uint64_t> written_{0};
        std::atomic<std::uint64_t> dropped_{0};
        // The reader's.
        alignas(kRecordBytes) std::atomic<std::uint64_t> read_{0};
        std::size_t read_slot_ = 0;
    };

    // `lanes` is at least 1 and at most kRecords.
    explicit RecordRing(std::size_t lanes);

    Lane& lane(std::size_t index) { return lanes_[index]; }
    const PrivateMemory& memory() const { return memory_; }

    // Takes every record that is there, oldest first within each lane: visit(record). One thread at a time.
    template <class Visit>
    void drain(Visit&& visit);

    // Records lost because a lane was full. Any thread.
    std::uint64_t dropped() const;

private:
    PrivateMemory memory_{kRingBytes};
    std::deque<Lane> lanes_;  // never moves its elements
};

template <class Record>
bool RecordRing<Record>::Lane::push(const Record& record) {
    const std::uint64_t capacity = slots_.size();
    if (written_count_ - read_seen_ >= capacity / 2) read_seen_ = read_.load(std::memory_order_acquire);
    if (written_count_ - read_seen_ >= capacity) {
        dropped_.store(dropped_.load(std::memory_order_relaxed) + 1, std::memory_order_relaxed);
        return false;
    }
    slots_[write_slot_] = record;
    write_slot_ = next(write_slot_);
    written_.store(++written_count_, std::memory_order_release);
    return true;
}

template <class Record>
RecordRing<Record>::RecordRing(std::size_t lanes) {
    const std::span slots(reinterpret_cast<Record*>(memory_.bytes().data()), kRecords);
    const std::size_t capacity = kRecords / lanes;
    for (std::size_t i = 0; i < lanes; ++i) lanes_.emplace_back(slots.subspan(i * capacity, capacity));
}

template <class Record>
template <class Visit>
void RecordRing<Record>::drain(Visit&& visit) {
    for (Lane& lane : lanes_) {
        const std::uint64_t written = lane.written_.load(std::memory_order_acquire);
        std::uint64_t read = lane.read_.load(std::memory_order_relaxed);
        for (; read != written; ++read) {
            visit(std::as_const(lane.slots_[lane.read_slot_]));
            lane.read_slot_ = lane.next(lane.read_slot_);
        }
        lane.read_.store(read, std::memory_order_release);
    }
}

template <class Record>
std::uint64_t RecordRing<Record>::dropped() const {
    std::uint64_t dropped = 0;
    for (const Lane& lane : lanes_) dropped += lane.dropped_.load(std::memory_order_relaxed);
    return dropped;
}

}  // namespace greeninfer::telemetry
