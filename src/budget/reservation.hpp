#pragma once
// A promise in the ledger for as long as the work runs: charged when the cost is known, given back by itself otherwise,
// so that no way out of a request can leak it.
#include <utility>

#include "budget/budget_store.hpp"

namespace greeninfer::budget {

class Reservation {
public:
    // `lines` are borrowed: they must outlive the reservation.
    static std::expected<Reservation, Shortage> make(BudgetStore& store, std::span<const Line> lines,
                                                     const Cost& estimate, Overdraft overdraft) {
        if (auto reserved = store.reserve(lines, estimate, overdraft); !reserved) {
            return std::unexpected(reserved.error());
        }
        return Reservation(store, lines, estimate);
    }

    Reservation() = default;  // of nothing
    Reservation(Reservation&& other) noexcept
        : store_(std::exchange(other.store_, nullptr)), lines_(other.lines_), estimate_(other.estimate_) {}
    Reservation& operator=(Reservation&& other) noexcept {
        if (this == &other) return *this;
        settle({});
        store_ = std::exchange(other.store_, nullptr);
        lines_ = other.lines_;
        estimate_ = other.estimate_;
        return *this;
    }
    ~Reservation() { settle({}); }

    // Charges what the work came to. Only the first call counts.
    void settle(const Totals& actual) {
        if (BudgetStore* const store = std::exchange(store_, nullptr)) store->settle(lines_, estimate_, actual);
    }
    const Cost& estimate() const { return estimate_; }

private:
    Reservation(BudgetStore& store, std::span<const Line> lines, const Cost& estimate)
        : store_(&store), lines_(lines), estimate_(estimate) {}

    BudgetStore* store_ = nullptr;
    std::span<const Line> lines_;
    Cost estimate_;
};

}  // namespace greeninfer::budget
