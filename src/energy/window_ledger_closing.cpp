// The control core's half of the window ledger: readings come in, shares go out.
#include <algorithm>

#include "energy/window_ledger.hpp"

namespace greeninfer::energy {

namespace {

double seconds_between(Moment from, Moment until) {
    return std::chrono::duration<double>(until - from).count();
}

}  // namespace

// Only the lock's short stretches keep requests waiting: the window is divided between them.
ClosedWindow WindowLedger::close(const MeterWindow& reading) {
    std::unique_lock lock(mutex_);
    const Work all = gather(reading.until);
    const WindowEnergy window = energy_in(reading);
    learn(window, all);
    const WorkPrices prices = fit_.prices().value_or(WeightFit::kUnlearnt);
    lock.unlock();

    division_.divide(window, works_, prices);

    lock.lock();
    shares_.clear();
    for (std::size_t i = 0; i < parts_.size(); ++i) {
        shares_.push_back({slots_[parts_[i].slot].account.booking, division_.microjoules_of(i)});
        settle(i, division_.energy_of(i));
    }
    slots_.give_back_settled();
    return {shares_, division_.unallocated_microjoules(), share_log_deviation()};
}

void WindowLedger::lose(Moment now) {
    const std::lock_guard lock(mutex_);
    gather(now);
    for (std::size_t i = 0; i < parts_.size(); ++i) {
        if (!fit_.prices()) slots_[parts_[i].slot].account.part_unknown = true;
        settle(i, priced(works_[i], fit_.prices().value_or(WorkPrices{}), idle_watts()));
    }
    slots_.give_back_settled();
    window_began_ = now;
    refused_before_ = refused();
}

// What every attempt did since the last window, and the sum of it.
Work WindowLedger::gather(Moment until) {
    pass_to(until);
    closed_at_ = now_;
    parts_.clear();
    works_.clear();
    Work all;
    for (const std::uint32_t index : slots_.taken()) {
        const AttemptSlots::Slot& slot = slots_[index];
        const Part& part = parts_.emplace_back(
            Part{index, slot.pieces.load(std::memory_order_relaxed), slot.account.reported.has_value()});
        all += works_.emplace_back(slot.account.uncounted(part.pieces, now_, habits_));
    }
    return all;
}

// A reading may reach back before the window, to the last one before a gap, and attempts may have found no slot: in
// both cases a part of its energy belongs to work that the ledger does not know.
WindowEnergy WindowLedger::energy_in(const MeterWindow& reading) {
    const Moment began = std::max(window_began_.value_or(reading.since), reading.since);
    const double seconds = std::max(1e-9, seconds_between(began, reading.until));
    const double reading_seconds = std::max(seconds, seconds_between(reading.since, reading.until));
    const auto with_slot = static_cast<double>(parts_.size());
    const auto without_slot = static_cast<double>(refused() - refused_before_);
    window_began_ = reading.until;
    refused_before_ = refused();
    return {.microjoules = reading.microjoules,
            .joules = static_cast<double>(reading.microjoules) * 1e-6 * (seconds / reading_seconds),
            .seconds = seconds,
            .idle_watts = idle_watts(),
            .known_share = without_slot > 0 ? with_slot / (with_slot + without_slot) : 1};
}

void WindowLedger::learn(const WindowEnergy& window, const Work& all) {
    if (window.known_share < 1) return;
    if (!parts_.empty()) return fit_.add(all, active_joules(window));
    const double watts = window.joules / window.seconds;
    least_watts_ = std::min(least_watts_.value_or(watts), watts);
}

void WindowLedger::settle(std::size_t part, const WorkEnergy& energy) {
    AttemptSlots::Slot& slot = slots_[parts_[part].slot];
    slot.account.count(works_[part], energy, parts_[part].pieces, closed_at_);
    slot.settled = parts_[part].has_ended;
}

}  // namespace greeninfer::energy
