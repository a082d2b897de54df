#pragma once
// The budgets of one configuration: whose accounts a client's requests are charged to, and what each may spend.
//
// Looked up once per configuration, so that a request finds its accounts without a name. What was spent is in the
// store, which outlives every configuration. Immutable; part of a Generation.
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "budget/budget_settings.hpp"
#include "budget/level.hpp"
#include "pipeline/client_table.hpp"

namespace greeninfer::pipeline {

class BudgetBook {
public:
    // What the requests of one client are held to.
    struct Standing {
        std::optional<budget::Line> line;  // of the client, where it has a budget
        budget::RateLimits rates;
        std::shared_ptr<budget::Account> account;  // that the rates are counted in
    };

    BudgetBook() = default;  // without budgets
    BudgetBook(std::shared_ptr<budget::BudgetStore> store, const budget::BudgetSettings& settings,
               std::span<const budget::DepartmentSettings> departments, const DepartmentTable& table,
               const ClientTable& clients);

    budget::BudgetStore* store() const { return store_.get(); }
    const budget::BudgetSettings& settings() const { return settings_; }
    const Standing& standing(const Client* client) const { return client ? standings_[client->number] : kNobody; }
    // Null where the department has no budget, or is none.
    const budget::Line* line_of(const Department* department) const;
    const budget::Limits& session_limits() const { return session_limits_; }
    const budget::SessionBounds& session_bounds() const { return session_bounds_; }

private:
    static const Standing kNobody;

    std::shared_ptr<budget::BudgetStore> store_;
    budget::BudgetSettings settings_;
    std::vector<Standing> standings_;                            // by Client::number
    std::vector<std::optional<budget::Line>> department_lines_;  // by Department::number
    budget::Limits session_limits_;
    budget::SessionBounds session_bounds_;
};

}  // namespace greeninfer::pipeline
