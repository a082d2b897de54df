#pragma once
// What sessions, clients and departments have spent and may still spend.
//
// Work is reserved before it begins and settled when its cost is known, because a check that is followed by a record
// lets two requests spend the same gram. No call waits for anything but a lock that is held for nanoseconds: a store
// that is shared by several gateways would lease shares of each budget in the background and answer from those. One per
// process; thread-safe; outlives every request and every configuration.
#include <array>
#include <chrono>
#include <expected>
#include <memory>
#include <span>
#include <string_view>

#include "base/result.hpp"
#include "budget/purse.hpp"
#include "budget/rate_bucket.hpp"

namespace greeninfer::budget {

enum class AccountKind : std::uint8_t { session, client, department };
inline constexpr std::array<std::string_view, 3> kAccountKindNames = {"session", "client", "department"};

class Account;  // what a store keeps of one of them; it lives as long as somebody holds it

struct Limits {
    std::optional<Limit> carbon;  // none: unlimited
    std::optional<Limit> money;
};

// One account that a request is charged to, and what it may spend by the configuration of the request.
struct Line {
    AccountKind kind = AccountKind::session;
    std::shared_ptr<Account> account;
    Limits limits;
};

enum class Quantity : std::uint8_t { carbon, money };

// Which budget stands in the way.
struct Shortage {
    AccountKind kind = AccountKind::session;
    Quantity quantity = Quantity::carbon;
};

// Whether work may go beyond a limit: for the smallest model under `at_limit: smallest`.
enum class Overdraft : std::uint8_t { refused, allowed };

// What an account has done since it was opened.
struct Totals {
    Cost cost;
    std::int64_t energy_microjoules = 0;  // of the work whose energy is known
    std::uint64_t prompts = 0;            // that were answered
    std::uint64_t unknown_energy = 0;     // attempts and checks that are missing in the energy
    std::uint64_t unknown_money = 0;      // the same of the money: the model has no price

    Totals& operator+=(const Totals& more) {
        cost.carbon_nanograms = saturating_sum(cost.carbon_nanograms, more.cost.carbon_nanograms);
        cost.money_nanodollars = saturating_sum(cost.money_nanodollars, more.cost.money_nanodollars);
        energy_microjoules = saturating_sum(energy_microjoules, more.energy_microjoules);
        prompts += more.prompts;
        unknown_energy += more.unknown_energy;
        unknown_money += more.unknown_money;
        return *this;
    }
    friend bool operator==(const Totals&, const Totals&) = default;
};

struct AccountStatus {
    PurseStatus carbon;
    PurseStatus money;
    Totals totals;
};

// A session belongs to its owner, so that no client can see or spend another one's.
struct SessionKey {
    std::string_view owner;  // name of the client; empty for local callers
    std::string_view id;
};

struct SessionBounds {
    std::size_t sessions_of_owner = 0;  // that are remembered
    std::chrono::nanoseconds idle{0};   // after which one is forgotten
};

// Absent: not limited. 1 to RateBucket::kLimitMax.
struct RateLimits {
    std::optional<std::int64_t> requests;
    std::optional<std::int64_t> tokens;
};

struct RateAnswer {
    bool allowed = true;
    bool never = false;                  // more tokens than a whole minute has
    bool by_tokens = false;              // which limit refused; requests otherwise
    std::chrono::microseconds wait{0};   // until it could be allowed
    std::optional<RateStatus> requests;  // after this request
    std::optional<RateStatus> tokens;
};

class BudgetStore {
public:
    virtual ~BudgetStore() = default;

    // The account of a client or a department, opened when it is not there. Only for names that are configured: it is
    // kept for good.
    virtual std::shared_ptr<Account> standing(AccountKind kind, std::string_view name) = 0;

    // Opens the session or goes on with it. Fails with too_many_requests when the owner has as many as are remembered.
    virtual Result<std::shared_ptr<Account>> open_session(const SessionKey& key, const SessionBounds& bounds) = 0;
    // Null when there is no such session, or it was idle for too long.
    virtual std::shared_ptr<Account> find_session(const SessionKey& key, const SessionBounds& bounds) = 0;
    // Forgets what was spent; false when there is no such session.
    virtual bool forget_session(const SessionKey& key, const SessionBounds& bounds) = 0;
    virtual std::size_t session_count() const = 0;

    // Reserves the estimate in all accounts or in none. At most one line of each kind, in the order of AccountKind.
    virtual std::expected<void, Shortage> reserve(std::span<const Line> lines, const Cost& estimate,
                                                  Overdraft overdraft) = 0;
    // Takes a reservation back and charges what the work came to instead; nothing for work that was not done.
    virtual void settle(std::span<const Line> lines, const Cost& estimate, const Totals& actual) = 0;
    virtual AccountStatus status(const Line& line) = 0;

    // Lets one request in and takes its expected tokens, or takes nothing.
    virtual RateAnswer take(Account& account, const RateLimits& limits, std::int64_t tokens) = 0;
    // The request came to so many tokens more than expected; fewer when negative.
    virtual void correct_tokens(Account& account, const RateLimits& limits, std::int64_t more) = 0;
};

}  // namespace greeninfer::budget
