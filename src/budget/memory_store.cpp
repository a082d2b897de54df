#include "budget/memory_store.hpp"

#include <optional>

namespace greeninfer::budget {

namespace {

// Holds the accounts of all lines; they come in the order of AccountKind, so no two threads wait for each other.
class AllLocked {
public:
    explicit AllLocked(std::span<const Line> lines) {
        for (const Line& line : lines)
            locks_[static_cast<std::size_t>(line.kind)] = std::unique_lock(line.account->mutex);
    }

private:
    std::array<std::unique_lock<std::mutex>, kAccountKindNames.size()> locks_;
};

void roll(const Line& line, WallTime now) {
    line.account->carbon.roll(line.limits.carbon, now);
    line.account->money.roll(line.limits.money, now);
}

std::optional<Shortage> shortage_of(const Line& line, const Cost& estimate) {
    const Account& account = *line.account;
    if (!account.carbon.fits(line.limits.carbon, estimate.carbon_nanograms)) {
        return Shortage{line.kind, Quantity::carbon};
    }
    if (!account.money.fits(line.limits.money, estimate.money_nanodollars)) {
        return Shortage{line.kind, Quantity::money};
    }
    return std::nullopt;
}

}  // namespace

std::shared_ptr<Account> MemoryStore::standing(AccountKind kind, std::string_view name) {
    const std::lock_guard lock(mutex_);
    auto& accounts = kind == AccountKind::client ? clients_ : departments_;
    const auto known = accounts.find(name);
    if (known != accounts.end()) return known->second;
    return accounts.emplace(name, std::make_shared<Account>()).first->second;
}

SessionTable& MemoryStore::table_of(std::string_view owner) {
    const std::lock_guard lock(mutex_);
    const auto known = tables_.find(owner);
    return known != tables_.end() ? known->second : tables_.try_emplace(std::string(owner)).first->second;
}

Result<std::shared_ptr<Account>> MemoryStore::open_session(const SessionKey& key, const SessionBounds& bounds) {
    return table_of(key.owner).open(key.id, bounds, clock_.now());
}

std::shared_ptr<Account> MemoryStore::find_session(const SessionKey& key, const SessionBounds& bounds) {
    return table_of(key.owner).find(key.id, bounds, clock_.now());
}

bool MemoryStore::forget_session(const SessionKey& key, const SessionBounds& bounds) {
    return table_of(key.owner).forget(key.id, bounds, clock_.now());
}

std::size_t MemoryStore::session_count() const {
    const std::lock_guard lock(mutex_);
    std::size_t count = 0;
    for (const auto& [owner, table] : tables_) count += table.size();
    return count;
}

std::expected<void, Shortage> MemoryStore::reserve(std::span<const Line> lines, const Cost& estimate,
                                                   Overdraft overdraft) {
    const WallTime now = clock_.wall_now();
    const AllLocked locked(lines);
    for (const Line& line : lines) {
        roll(line, now);
        const auto shortage = shortage_of(line, estimate);
        if (shortage && overdraft == Overdraft::refused) return std::unexpected(*shortage);
    }
    for (const Line& line : lines) {
        line.account->carbon.reserve(estimate.carbon_nanograms);
        line.account->money.reserve(estimate.money_nanodollars);
    }
    return {};
}

void MemoryStore::settle(std::span<const Line> lines, const Cost& estimate, const Totals& actual) {
    const WallTime now = clock_.wall_now();
    const Moment moment = clock_.now();
    const AllLocked locked(lines);
    for (const Line& line : lines) {
        roll(line, now);
        line.account->carbon.settle(estimate.carbon_nanograms, actual.cost.carbon_nanograms);
        line.account->money.settle(estimate.money_nanodollars, actual.cost.money_nanodollars);
        line.account->totals += actual;
        line.account->used_at = moment;
    }
}

AccountStatus MemoryStore::status(const Line& line) {
    const WallTime now = clock_.wall_now();
    const std::lock_guard lock(line.account->mutex);
    roll(line, now);
    return {.carbon = line.account->carbon.status(line.limits.carbon, now),
            .money = line.account->money.status(line.limits.money, now),
            .totals = line.account->totals};
}

RateAnswer MemoryStore::take(Account& account, const RateLimits& limits, std::int64_t tokens) {
    const Moment now = clock_.now();
    const std::lock_guard lock(account.mutex);
    if (limits.requests) account.requests.refill(*limits.requests, now);
    if (limits.tokens) account.tokens.refill(*limits.tokens, now);
    const bool no_request = limits.requests && !account.requests.has(1);
    const bool no_tokens = limits.tokens && !account.tokens.has(tokens);
    RateAnswer answer{.allowed = !no_request && !no_tokens, .by_tokens = no_tokens && !no_request};
    if (no_request) answer.wait = account.requests.wait_for(1, *limits.requests);
    if (no_tokens) answer.never = tokens > *limits.tokens;
    if (no_tokens) answer.wait = std::max(answer.wait, account.tokens.wait_for(tokens, *limits.tokens));
    if (answer.allowed && limits.requests) account.requests.take(1, *limits.requests);
    if (answer.allowed && limits.tokens) account.tokens.take(tokens, *limits.tokens);
    if (limits.requests) answer.requests = account.requests.status(*limits.requests);
    if (limits.tokens) answer.tokens = account.tokens.status(*limits.tokens);
    return answer;
}

void MemoryStore::correct_tokens(Account& account, const RateLimits& limits, std::int64_t more) {
    if (!limits.tokens) return;
    const std::lock_guard lock(account.mutex);
    account.tokens.refill(*limits.tokens, clock_.now());
    account.tokens.take(more, *limits.tokens);
}

}  // namespace greeninfer::budget
