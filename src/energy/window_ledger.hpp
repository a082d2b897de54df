#pragma once
// Divides what a meter counted among the requests that were there, to the microjoule.
//
// A meter sees a device and not requests, and in a batch nothing belongs to one of them alone. So time is cut into
// windows, a reading closes one, and its energy is divided by what each attempt did in it: idle energy by time (equally
// among those present at each instant; while nobody is, it is nobody's), the rest by prices of tokens and seconds that
// are learnt from earlier windows (WeightFit). Shares and what is allocated to nobody sum to the reading exactly.
// Attempts begin and end on any core under a short lock; pieces are one relaxed atomic; windows close on the control
// core. The ledger outlives its tickets.
#include <atomic>
#include <mutex>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "energy/attempt_slots.hpp"
#include "energy/weight_fit.hpp"
#include "energy/window_division.hpp"

namespace greeninfer::energy {

struct LedgerOptions {
    std::size_t slots = 4096;        // attempts that run or ended within one window: 400 a second at 10 s
    std::optional<Power> idle = {};  // with the model loaded and nothing to do; absent: the least seen in empty windows
    double meter_log_deviation = 0;  // of what the meter says itself, where it is no measurement
};

// What a meter counted between two readings, as IT energy.
struct MeterWindow {
    std::uint64_t microjoules = 0;
    Moment since;
    Moment until;
};

struct Share {
    Booking booking;
    std::uint64_t microjoules = 0;

    Energy energy() const { return Energy::joules(static_cast<double>(microjoules) * 1e-6); }
};

// shares + unallocated = the meter's microjoules.
struct ClosedWindow {
    std::span<const Share> shares;  // one per attempt; until the next window closes
    std::uint64_t unallocated_microjoules = 0;
    double log_deviation = 0;  // of each share: how the window was divided, and what the meter says of itself
};

class WindowLedger {
public:
    class Ticket;

    explicit WindowLedger(const LedgerOptions& options = {});
    WindowLedger(const WindowLedger&) = delete;
    WindowLedger& operator=(const WindowLedger&) = delete;

    // An attempt that is sent now. Absent when all slots are taken, which is counted; no allocation.
    std::optional<Ticket> begin(const Booking& booking, std::uint64_t expected_prompt_tokens, Moment now);

    // Closes the window that ends with this reading. On the control core only; no allocation.
    ClosedWindow close(const MeterWindow& reading);
    // Ends a window whose energy nobody knows (the meter was silent or refused): what ran in it is priced by what was
    // learnt, and nothing is booked. Also begins the first window. On the control core only.
    void lose(Moment now);

    // Any thread.
    std::uint64_t refused() const { return refused_.load(std::memory_order_relaxed); }
    std::optional<WorkPrices> prices() const;
    Power idle() const;

private:
    // An attempt in the window that is being closed.
    struct Part {
        std::uint32_t slot;
        std::uint64_t pieces;
        bool has_ended;
    };

    std::optional<Estimate> finish(std::uint32_t slot, const TokenWork& reported, Moment now);
    void discard(std::uint32_t slot, Moment now);
    void abandon(std::uint32_t slot);
    std::optional<Estimate> finish_locked(std::uint32_t slot, const TokenWork& reported, Moment now);
    void end(AttemptSlots::Slot& slot, const TokenWork& work);
    void pass_to(Moment now);
    Work gather(Moment until);
    WindowEnergy energy_in(const MeterWindow& reading);
    void learn(const WindowEnergy& window, const Work& all);
    void settle(std::size_t part, const WorkEnergy& energy);
    double idle_watts() const;
    double share_log_deviation() const;

    const std::optional<Power> configured_idle_;
    const double meter_log_deviation_;
    std::atomic<std::uint64_t> refused_{0};
    mutable std::mutex mutex_;
    AttemptSlots slots_;
    std::size_t present_ = 0;  // attempts that have not ended
    SharedTime now_;
    std::optional<Moment> window_began_;
    std::uint64_t refused_before_ = 0;   // when the open window began
    std::optional<double> least_watts_;  // of windows in which nobody was present
    UsageHabits habits_;
    WeightFit fit_;

    // Of the window that is being closed.
    std::vector<Part> parts_;
    std::vector<Work> works_;  // by index of parts_
    std::vector<Share> shares_;
    SharedTime closed_at_;
    WindowDivision division_;
};

// One attempt while it runs. One that dies unfinished counts as ended with what was seen.
class WindowLedger::Ticket {
public:
    Ticket(Ticket&& other) noexcept : ledger_(std::exchange(other.ledger_, nullptr)), slot_(other.slot_) {}
    Ticket& operator=(Ticket&& other) noexcept;
    ~Ticket();

    // Pieces of the answer as they stream; they need not be tokens.
    void add_output(std::uint64_t pieces);
    // The attempt has ended with this usage; where a count is 0, what was seen stands for it. Gives its shares of
    // closed windows, put right by the usage, and what is likely its share of the open one; absent while nothing is
    // learnt yet.
    std::optional<Estimate> finish(const TokenWork& reported, Moment now);
    // The server never got it: it takes no share.
    void discard(Moment now);

private:
    friend class WindowLedger;
    Ticket(WindowLedger& ledger, std::uint32_t slot) : ledger_(&ledger), slot_(slot) {}

    WindowLedger* ledger_;
    std::uint32_t slot_;
};

}  // namespace greeninfer::energy
