#include "energy/window_ledger.hpp"

#include <algorithm>
#include <cmath>

namespace greeninfer::energy {

namespace {

double seconds_between(Moment from, Moment until) {
    return std::chrono::duration<double>(until - from).count();
}

}  // namespace

WindowLedger::WindowLedger(const LedgerOptions& options)
    : configured_idle_(options.idle),
      meter_log_deviation_(options.meter_log_deviation),
      slots_(options.slots),
      division_(options.slots) {
    parts_.reserve(options.slots);
    works_.reserve(options.slots);
    shares_.reserve(options.slots);
}

std::optional<WindowLedger::Ticket> WindowLedger::begin(const Booking& booking, std::uint64_t expected_prompt_tokens,
                                                        Moment now) {
    const std::lock_guard lock(mutex_);
    const auto index = slots_.take();
    if (!index) {
        refused_.fetch_add(1, std::memory_order_relaxed);
        return std::nullopt;
    }
    pass_to(now);
    slots_[*index].account = {
        .booking = booking, .begun = now_, .expected_prompt_tokens = expected_prompt_tokens, .counted_until = now_};
    ++present_;
    return Ticket(*this, *index);
}

// Cores come with times of their own, so one may be a little behind another.
void WindowLedger::pass_to(Moment now) {
    if (now <= now_.moment) return;
    if (present_ > 0) now_.shared_seconds += seconds_between(now_.moment, now) / static_cast<double>(present_);
    now_.moment = now;
}

void WindowLedger::end(AttemptSlots::Slot& slot, const TokenWork& work) {
    slot.account.reported = work;
    slot.account.ended = now_;
    --present_;
}

std::optional<Estimate> WindowLedger::finish(std::uint32_t index, const TokenWork& reported, Moment now) {
    const std::lock_guard lock(mutex_);
    return finish_locked(index, reported, now);
}

void WindowLedger::abandon(std::uint32_t index) {
    const std::lock_guard lock(mutex_);
    finish_locked(index, {}, now_.moment);
}

std::optional<Estimate> WindowLedger::finish_locked(std::uint32_t index, const TokenWork& reported, Moment now) {
    AttemptSlots::Slot& slot = slots_[index];
    AttemptAccount& account = slot.account;
    const std::uint64_t pieces = slot.pieces.load(std::memory_order_relaxed);
    pass_to(now);
    const TokenWork work = completed(reported, account, pieces, now_.moment, habits_);
    end(slot, work);
    habits_.learn(reported, pieces, account.expected_prompt_tokens, now_.moment - account.begun.moment);
    const std::optional<WorkPrices>& prices = fit_.prices();
    if (account.part_unknown || !prices) return std::nullopt;
    const Work last = account.uncounted(pieces, now_, habits_);
    const double joules = account.corrected_joules(work, last) + sum_of(priced(last, *prices, idle_watts()));
    return Estimate{Energy::joules(joules), share_log_deviation(), Evidence::attributed};
}

void WindowLedger::discard(std::uint32_t index, Moment now) {
    const std::lock_guard lock(mutex_);
    pass_to(now);
    slots_[index].account.discarded = true;
    end(slots_[index], {});
}

std::optional<WorkPrices> WindowLedger::prices() const {
    const std::lock_guard lock(mutex_);
    return fit_.prices();
}

Power WindowLedger::idle() const {
    const std::lock_guard lock(mutex_);
    return Power::watts(idle_watts());
}

double WindowLedger::share_log_deviation() const {
    return std::hypot(fit_.log_deviation(), meter_log_deviation_);
}

double WindowLedger::idle_watts() const {
    return configured_idle_ ? configured_idle_->as_watts() : least_watts_.value_or(0);
}

WindowLedger::Ticket& WindowLedger::Ticket::operator=(Ticket&& other) noexcept {
    std::swap(ledger_, other.ledger_);
    std::swap(slot_, other.slot_);
    return *this;
}

WindowLedger::Ticket::~Ticket() {
    if (ledger_ != nullptr) ledger_->abandon(slot_);
}

void WindowLedger::Ticket::add_output(std::uint64_t pieces) {
    ledger_->slots_[slot_].pieces.fetch_add(pieces, std::memory_order_relaxed);
}

std::optional<Estimate> WindowLedger::Ticket::finish(const TokenWork& reported, Moment now) {
    return std::exchange(ledger_, nullptr)->finish(slot_, reported, now);
}

void WindowLedger::Ticket::discard(Moment now) {
    std::exchange(ledger_, nullptr)->discard(slot_, now);
}

}  // namespace greeninfer::energy
