#include "net/deadline.hpp"

#include <algorithm>
#include <utility>

namespace greeninfer::net {

Deadline::Deadline(DeadlineWheel& wheel, std::move_only_function<void()> action)
    : wheel_(wheel), action_(std::move(action)) {}

Deadline::~Deadline() {
    wheel_.unlink(*this);
}

void Deadline::arm(std::chrono::nanoseconds after) {
    due_ = wheel_.now() + after;
    armed_ = true;
    if (slot_ != kUnlinked && due_ >= slot_time_) return;  // The wheel moves it on when the old time comes.
    wheel_.unlink(*this);
    wheel_.link(*this);
}

// Stays linked: a disarmed deadline is usually armed again before its slot comes round.
void Deadline::disarm() {
    armed_ = false;
}

DeadlineWheel::DeadlineWheel(const Clock& clock) : clock_(clock), epoch_(clock.now()) {}

void DeadlineWheel::link(Deadline& deadline) {
    // Rounded up so that nothing fires early; beyond the horizon it waits in the last slot and is moved on from there.
    const std::int64_t wanted = tick_of(deadline.due_ + kTick - std::chrono::nanoseconds(1));
    const std::int64_t tick =
        std::clamp(wanted, current_tick_ + 1, current_tick_ + static_cast<std::int64_t>(kSlots) - 1);
    deadline.slot_ = static_cast<std::size_t>(tick) % kSlots;
    deadline.slot_time_ = epoch_ + tick * kTick;
    deadline.previous_ = nullptr;
    deadline.next_ = slots_[deadline.slot_];
    if (deadline.next_) deadline.next_->previous_ = &deadline;
    slots_[deadline.slot_] = &deadline;
    if (!announced_ || deadline.slot_time_ < *announced_) {
        announced_ = deadline.slot_time_;
        if (on_earlier_) on_earlier_(deadline.slot_time_);
    }
}

void DeadlineWheel::unlink(Deadline& deadline) {
    if (deadline.slot_ == Deadline::kUnlinked) return;
    if (visiting_ == &deadline) visiting_ = deadline.next_;
    (deadline.previous_ ? deadline.previous_->next_ : slots_[deadline.slot_]) = deadline.next_;
    if (deadline.next_) deadline.next_->previous_ = deadline.previous_;
    deadline.slot_ = Deadline::kUnlinked;
}

std::optional<Moment> DeadlineWheel::expire(Moment now) {
    announced_ = Moment::min();  // Deadlines armed by an action are seen by next_wake_up() below.
    const std::int64_t last = tick_of(now);
    const std::int64_t first = std::max(current_tick_ + 1, last - static_cast<std::int64_t>(kSlots) + 1);
    for (std::int64_t tick = first; tick <= last; ++tick) {
        current_tick_ = tick;
        visit(static_cast<std::size_t>(tick) % kSlots, now);
    }
    return announced_ = next_wake_up();
}

void DeadlineWheel::visit(std::size_t slot, Moment now) {
    visiting_ = slots_[slot];
    while (visiting_) {
        Deadline& deadline = *visiting_;
        unlink(deadline);  // Moves visiting_ on; the action may destroy this deadline and any other.
        if (!deadline.armed_) continue;
        if (deadline.due_ > now) {
            link(deadline);
            continue;
        }
        deadline.armed_ = false;
        deadline.action_();
    }
}

std::optional<Moment> DeadlineWheel::next_wake_up() const {
    for (std::size_t ahead = 1; ahead <= kSlots; ++ahead) {
        const std::int64_t tick = current_tick_ + static_cast<std::int64_t>(ahead);
        if (slots_[static_cast<std::size_t>(tick) % kSlots]) return epoch_ + tick * kTick;
    }
    return std::nullopt;
}

}  // namespace greeninfer::net
