#pragma once
// The timers of one core: thousands armed and disarmed per second, few of which ever fire.
//
// A timer of the operating system or a heap would pay for every re-arming; a stream re-arms its idle timer with each
// token. Here arming is a list insertion, and pushing a deadline back is one store: the wheel looks again when the old
// time comes. Fires up to one tick late, never early. Single-threaded, one wheel per core.
#include <array>
#include <chrono>
#include <functional>
#include <optional>

#include "base/clock.hpp"

namespace greeninfer::net {

class DeadlineWheel;

// Calls its action once when its time comes. Disarms itself when destroyed. The wheel must outlive it.
class Deadline {
public:
    Deadline(DeadlineWheel& wheel, std::move_only_function<void()> action);
    ~Deadline();
    Deadline(const Deadline&) = delete;
    Deadline& operator=(const Deadline&) = delete;

    void arm(std::chrono::nanoseconds after);  // replaces an earlier time; zero or less fires at the next tick
    void disarm();
    bool armed() const { return armed_; }

private:
    friend class DeadlineWheel;
    DeadlineWheel& wheel_;
    std::move_only_function<void()> action_;
    Moment due_{};
    Moment slot_time_{};  // the time of the slot it is linked in; at most due_
    bool armed_ = false;
    Deadline* previous_ = nullptr;
    Deadline* next_ = nullptr;
    std::size_t slot_ = kUnlinked;
    static constexpr std::size_t kUnlinked = static_cast<std::size_t>(-1);
};

class DeadlineWheel {
public:
    static constexpr std::chrono::milliseconds kTick{10};
    static constexpr std::size_t kSlots = 1024;

    explicit DeadlineWheel(const Clock& clock);

    // Fires everything due at `now` and returns when to call again; nothing while no deadline is armed.
    std::optional<Moment> expire(Moment now);
    // Called when a deadline was armed for earlier than what expire() returned last.
    void on_earlier(std::move_only_function<void(Moment)> action) { on_earlier_ = std::move(action); }
    Moment now() const { return clock_.now(); }

private:
    friend class Deadline;
    void link(Deadline& deadline);
    void unlink(Deadline& deadline);
    void visit(std::size_t slot, Moment now);
    std::optional<Moment> next_wake_up() const;
    std::int64_t tick_of(Moment moment) const { return (moment - epoch_) / kTick; }

    const Clock& clock_;
    Moment epoch_;
    std::int64_t current_tick_ = 0;
    std::optional<Moment> announced_;
    std::move_only_function<void(Moment)> on_earlier_;
    std::array<Deadline*, kSlots> slots_{};
    Deadline* visiting_ = nullptr;  // the next deadline of the slot being visited; moved on when it is unlinked
};

}  // namespace greeninfer::net
