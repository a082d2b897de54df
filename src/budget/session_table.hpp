#pragma once
// The sessions of one client, at most so many. Full, it forgets only those that are idle for too long or never spent
// anything: forgetting one that is in use would hand out its budget again.
//
// A table per client, so that one that invents sessions without end fills only its own. Guarded by its own mutex.
#include <functional>
#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>

#include "budget/account.hpp"

namespace greeninfer::budget {

class SessionTable {
public:
    Result<std::shared_ptr<Account>> open(std::string_view id, const SessionBounds& bounds, Moment now);
    std::shared_ptr<Account> find(std::string_view id, const SessionBounds& bounds, Moment now);
    bool forget(std::string_view id, const SessionBounds& bounds, Moment now);
    std::size_t size() const;

private:
    struct Session {
        std::string id;
        std::shared_ptr<Account> account;
    };
    using Sessions = std::list<Session>;  // looked at longest ago first

    std::shared_ptr<Account> find_locked(std::string_view id, const SessionBounds& bounds, Moment now);
    void forget_some(const SessionBounds& bounds, Moment now);
    void erase(Sessions::iterator session);

    mutable std::mutex mutex_;
    Sessions sessions_;
    std::unordered_map<std::string_view, Sessions::iterator> by_id_;  // keys are views of Session::id
};

}  // namespace greeninfer::budget
