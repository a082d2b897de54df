#pragma once
// The budgets that one request is charged to, and how they stood when it came in.
//
// What they leave is looked at once, so that the decision is the same however often it is made; whether an attempt may
// really run is asked again by its reservation. Part of an Exchange, touched by its core only.
#include <array>
#include <limits>
#include <optional>
#include <span>
#include <string>

#include "budget/reservation.hpp"
#include "energy/footprint.hpp"
#include "pipeline/budget_book.hpp"

namespace greeninfer::pipeline {

class RequestBudget {
public:
    // Charges the request to its session, client and department. Fails with 402 when one of these is used up and
    // `at_limit` says to refuse, and with too_many_requests when the session is one too many.
    Result<void> open(const BudgetBook& book, const Client* client, const Department* department,
                      std::optional<std::string_view> session_id);

    // Of the account that is nearest its end. `exhausted` is only ever seen under `at_limit: smallest`.
    budget::Level level() const { return level_; }
    bool forces_eco() const { return level_ >= budget::Level::eco; }
    bool smallest_only() const { return level_ == budget::Level::exhausted; }
    // Whether every account had room for so much when the request came in.
    bool affords(const budget::Cost& cost) const {
        return cost.carbon_nanograms <= left_.carbon_nanograms && cost.money_nanodollars <= left_.money_nanodollars;
    }

    // Fails with carbon_budget_exceeded or money_budget_exceeded. `is_smallest`: no model could cost less.
    Result<budget::Reservation> reserve(const budget::Cost& estimate, bool is_smallest);
    // Charges work that was done beside the attempts.
    void charge(const energy::Footprint& footprint);
    // The request was answered.
    void count_prompt();

    // Null without a session.
    const budget::Line* session() const { return session_id_.empty() ? nullptr : lines_.data(); }
    const std::string& session_id() const { return session_id_; }
    budget::BudgetStore* store() const { return book_ ? book_->store() : nullptr; }

private:
    std::span<const budget::Line> lines() const { return {lines_.data(), line_count_}; }
    void add(const budget::Line& line) { lines_[line_count_++] = line; }
    Result<void> look_at(const budget::Line& line);
    Error error_of(const budget::Shortage& shortage, const budget::Cost& estimate) const;

    const BudgetBook* book_ = nullptr;  // of the request's generation
    std::string_view client_name_;
    std::string_view department_name_;
    std::string session_id_;
    std::array<budget::Line, budget::kAccountKindNames.size()> lines_;
    std::size_t line_count_ = 0;
    budget::Level level_ = budget::Level::ok;
    budget::Cost left_ = {std::numeric_limits<std::int64_t>::max(), std::numeric_limits<std::int64_t>::max()};
};

}  // namespace greeninfer::pipeline
