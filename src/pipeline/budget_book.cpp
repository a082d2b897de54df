#include "pipeline/budget_book.hpp"

#include <algorithm>

namespace greeninfer::pipeline {

using budget::AccountKind;

const BudgetBook::Standing BudgetBook::kNobody;

BudgetBook::BudgetBook(std::shared_ptr<budget::BudgetStore> store, const budget::BudgetSettings& settings,
                       std::span<const budget::DepartmentSettings> departments, const DepartmentTable& table,
                       const ClientTable& clients)
    : store_(std::move(store)),
      settings_(settings),
      department_lines_(table.all().size()),
      session_limits_(settings.session_limits()) {
    // An even share, so that no client can use up the sessions of another.
    const std::size_t owners = std::max<std::size_t>(1, clients.all().size());
    session_bounds_ = {.sessions_of_owner = std::max<std::size_t>(1, settings.max_sessions / owners),
                       .idle = settings.session_idle};
    for (const budget::DepartmentSettings& department : departments) {
        const budget::Limits limits = department.spending.limits();
        if (!limits.carbon && !limits.money) continue;
        const auto account = store_->standing(AccountKind::department, department.name);
        department_lines_[table.find(department.name)->number] = {AccountKind::department, account, limits};
    }
    for (const Client& client : clients.all()) {
        const auto account = store_->standing(AccountKind::client, client.settings.name);
        Standing standing{.rates = client.settings.rates.limits(), .account = account};
        const budget::Limits limits = client.settings.spending.limits();
        if (limits.carbon || limits.money) standing.line = {AccountKind::client, account, limits};
        standings_.push_back(std::move(standing));
    }
}

const budget::Line* BudgetBook::line_of(const Department* department) const {
    if (!department) return nullptr;
    const std::optional<budget::Line>& line = department_lines_[department->number];
    return line ? &*line : nullptr;
}

}  // namespace greeninfer::pipeline
