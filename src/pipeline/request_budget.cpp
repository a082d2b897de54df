#include "pipeline/request_budget.hpp"

#include <algorithm>
#include <cmath>

#include "pipeline/budget_words.hpp"

namespace greeninfer::pipeline {

namespace {

using budget::AccountKind;
using budget::Line;
using budget::Quantity;

const std::optional<budget::Limit>& limit_of(const Line& line, Quantity quantity) {
    return quantity == Quantity::carbon ? line.limits.carbon : line.limits.money;
}

const budget::PurseStatus& purse_of(const budget::AccountStatus& status, Quantity quantity) {
    return quantity == Quantity::carbon ? status.carbon : status.money;
}

}  // namespace

Result<void> RequestBudget::open(const BudgetBook& book, const Client* client, const Department* department,
                                 std::optional<std::string_view> session_id) {
    if (!book.store()) return {};
    book_ = &book;
    if (client) client_name_ = client->settings.name;
    if (department) department_name_ = department->name;
    if (session_id) {
        TRY(const auto account,
            book.store()->open_session({.owner = client_name_, .id = *session_id}, book.session_bounds()));
        session_id_ = *session_id;
        add({AccountKind::session, account, book.session_limits()});
    }
    if (const auto& line = book.standing(client).line) add(*line);
    if (const Line* const line = book.line_of(department)) add(*line);
    for (const Line& line : lines()) {
        if (auto looked = look_at(line); !looked) return looked;
    }
    return {};
}

Result<void> RequestBudget::look_at(const Line& line) {
    const budget::AccountStatus status = book_->store()->status(line);
    const auto left = [](const std::optional<budget::Limit>& limit, const budget::PurseStatus& purse) {
        return limit ? limit->amount - purse.held() : std::numeric_limits<std::int64_t>::max();
    };
    left_.carbon_nanograms = std::min(left_.carbon_nanograms, left(line.limits.carbon, status.carbon));
    left_.money_nanodollars = std::min(left_.money_nanodollars, left(line.limits.money, status.money));
    level_ = std::max(level_, level_of(used_ratio(line.limits, status), book_->settings()));
    if (level_ < budget::Level::exhausted || book_->settings().at_limit == budget::AtLimit::smallest) return {};
    const bool by_carbon = used_ratio(line.limits.carbon, status.carbon) >= 1;
    return std::unexpected(error_of({line.kind, by_carbon ? Quantity::carbon : Quantity::money}, {}));
}

Result<budget::Reservation> RequestBudget::reserve(const budget::Cost& estimate, bool is_smallest) {
    if (line_count_ == 0) return budget::Reservation();
    const bool may_overdraw = is_smallest && book_->settings().at_limit == budget::AtLimit::smallest;
    auto reservation = budget::Reservation::make(
        *book_->store(), lines(), estimate, may_overdraw ? budget::Overdraft::allowed : budget::Overdraft::refused);
    if (!reservation) return std::unexpected(error_of(reservation.error(), estimate));
    return *std::move(reservation);
}

void RequestBudget::charge(const energy::Footprint& footprint) {
    if (line_count_ == 0) return;
    constexpr double kMicrojoulesPerJoule = 1e6;
    const std::int64_t energy_microjoules = std::llround(footprint.energy.as_joules() * kMicrojoulesPerJoule);
    book_->store()->settle(
        lines(), {}, {.cost = budget::cost_of(footprint.carbon, Money()), .energy_microjoules = energy_microjoules});
}

void RequestBudget::count_prompt() {
    if (line_count_ > 0) book_->store()->settle(lines(), {}, {.prompts = 1});
}

Error RequestBudget::error_of(const budget::Shortage& shortage, const budget::Cost& estimate) const {
    const Line& line = *std::ranges::find(lines(), shortage.kind, &Line::kind);
    const budget::AccountStatus status = book_->store()->status(line);
    const std::array<std::string_view, 3> names = {session_id_, client_name_, department_name_};
    return shortage_error({.quantity = shortage.quantity,
                           .kind = shortage.kind,
                           .name = names[static_cast<std::size_t>(shortage.kind)],
                           .limit = limit_of(line, shortage.quantity).value_or(budget::Limit()),
                           .purse = purse_of(status, shortage.quantity),
                           .estimate = estimate});
}

}  // namespace greeninfer::pipeline
