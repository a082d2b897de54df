#pragma once
// The budgets of one process, in its memory: exact for all of its cores, gone with the process.
#include <map>
#include <mutex>
#include <string>

#include "base/clock.hpp"
#include "budget/session_table.hpp"

namespace greeninfer::budget {

class MemoryStore final : public BudgetStore {
public:
    explicit MemoryStore(Clock& clock) : clock_(clock) {}

    std::shared_ptr<Account> standing(AccountKind kind, std::string_view name) override;
    Result<std::shared_ptr<Account>> open_session(const SessionKey& key, const SessionBounds& bounds) override;
    std::shared_ptr<Account> find_session(const SessionKey& key, const SessionBounds& bounds) override;
    bool forget_session(const SessionKey& key, const SessionBounds& bounds) override;
    std::size_t session_count() const override;

    std::expected<void, Shortage> reserve(std::span<const Line> lines, const Cost& estimate,
                                          Overdraft overdraft) override;
    void settle(std::span<const Line> lines, const Cost& estimate, const Totals& actual) override;
    AccountStatus status(const Line& line) override;

    RateAnswer take(Account& account, const RateLimits& limits, std::int64_t tokens) override;
    void correct_tokens(Account& account, const RateLimits& limits, std::int64_t more) override;

private:
    SessionTable& table_of(std::string_view owner);

    Clock& clock_;
    mutable std::mutex mutex_;  // guards the maps, not what they point to
    std::map<std::string, SessionTable, std::less<>> tables_;
    std::map<std::string, std::shared_ptr<Account>, std::less<>> clients_;
    std::map<std::string, std::shared_ptr<Account>, std::less<>> departments_;
};

}  // namespace greeninfer::budget
