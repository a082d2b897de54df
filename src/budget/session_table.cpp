#include "budget/session_table.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace greeninfer::budget {

namespace {

// Only asked under the table's lock, where new holders come from: who is alone now stays alone.
bool is_held(const std::shared_ptr<Account>& account) {
    return account.use_count() > 1;
}

bool is_idle(Account& account, const SessionBounds& bounds, Moment now) {
    const std::lock_guard lock(account.mutex);
    return now - account.used_at >= bounds.idle;
}

bool is_unused(Account& account) {
    const std::lock_guard lock(account.mutex);
    return account.totals == Totals();
}

}  // namespace

Result<std::shared_ptr<Account>> SessionTable::open(std::string_view id, const SessionBounds& bounds, Moment now) {
    const std::lock_guard lock(mutex_);
    if (auto known = find_locked(id, bounds, now)) {
        const std::lock_guard account_lock(known->mutex);
        known->used_at = now;
        return known;
    }
    forget_some(bounds, now);
    if (sessions_.size() >= bounds.sessions_of_owner) {
        constexpr std::chrono::seconds kLongest{60};
        return std::unexpected(Error{
            .fault = Fault::too_many_requests,
            .detail =
                fmt::format("{} sessions are open, as many as are remembered (budget.max_sessions); go on with one "
                            "of them, delete one, or send the request without a session",
                            sessions_.size()),
            .field = "session_id",
            .retry_after = std::min(kLongest, std::chrono::ceil<std::chrono::seconds>(bounds.idle))});
    }
    auto account = std::make_shared<Account>();
    account->used_at = now;
    sessions_.push_back({std::string(id), account});
    by_id_.emplace(sessions_.back().id, std::prev(sessions_.end()));
    return account;
}

std::shared_ptr<Account> SessionTable::find(std::string_view id, const SessionBounds& bounds, Moment now) {
    const std::lock_guard lock(mutex_);
    return find_locked(id, bounds, now);
}

bool SessionTable::forget(std::string_view id, const SessionBounds& bounds, Moment now) {
    const std::lock_guard lock(mutex_);
    if (!find_locked(id, bounds, now)) return false;
    erase(by_id_.find(id)->second);
    return true;
}

std::size_t SessionTable::size() const {
    const std::lock_guard lock(mutex_);
    return sessions_.size();
}

std::shared_ptr<Account> SessionTable::find_locked(std::string_view id, const SessionBounds& bounds, Moment now) {
    const auto found = by_id_.find(id);
    if (found == by_id_.end()) return nullptr;
    const Sessions::iterator session = found->second;
    if (!is_held(session->account) && is_idle(*session->account, bounds, now)) {
        erase(session);
        return nullptr;
    }
    sessions_.splice(sessions_.end(), sessions_, session);
    return session->account;
}

// A bounded look at those that were not used for longest; who may not go yet waits behind the others for its next turn.
void SessionTable::forget_some(const SessionBounds& bounds, Moment now) {
    constexpr int kLooks = 8;
    const bool is_full = sessions_.size() >= bounds.sessions_of_owner;
    for (int look = 0; look < kLooks && !sessions_.empty(); ++look) {
        const auto oldest = sessions_.begin();
        const bool may_go = !is_held(oldest->account) &&
                            (is_idle(*oldest->account, bounds, now) || (is_full && is_unused(*oldest->account)));
        if (may_go) {
            erase(oldest);
        } else {
            if (!is_full) return;
            sessions_.splice(sessions_.end(), sessions_, oldest);
        }
    }
}

void SessionTable::erase(Sessions::iterator session) {
    by_id_.erase(session->id);
    sessions_.erase(session);
}

}  // namespace greeninfer::budget
