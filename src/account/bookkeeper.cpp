#include "account/bookkeeper.hpp"

#include <pthread.h>
#include <signal.h>

namespace greeninfer::account {

void Bell::ring() {
    if (has_rung_.load(std::memory_order_relaxed)) return;  // One wake-up is enough, and a load is cheaper.
    has_rung_.store(true, std::memory_order_release);
    has_rung_.notify_one();
}

void Bell::wait() {
    has_rung_.wait(false, std::memory_order_acquire);
    has_rung_.store(false, std::memory_order_relaxed);
}

Bookkeeper::Bookkeeper(const Clock& clock, std::size_t cores, const AccountLimits& limits)
    : began_at_(clock.wall_now()), ring_(cores), account_(limits), thread_([this] { keep_books(); }) {}

Bookkeeper::~Bookkeeper() {
    is_closing_ = true;
    bell_.ring();
}

void Bookkeeper::book(std::span<const UsageRecord> records) {
    const std::lock_guard lock(mutex_);
    for (const UsageRecord& record : records) account_.add(record);
}

std::uint64_t Bookkeeper::booked_for_test() const {
    const std::lock_guard lock(mutex_);
    return account_.records();
}

void Bookkeeper::keep_books() {
    sigset_t all;
    sigfillset(&all);
    pthread_sigmask(SIG_BLOCK, &all, nullptr);  // They belong to the main thread.
    while (!is_closing_) {
        bell_.wait();
        drain();
    }
}

void Bookkeeper::drain() {
    const std::lock_guard lock(mutex_);
    drain_locked();
}

void Bookkeeper::drain_locked() {
    ring_.drain([this](const UsageRecord& record) { account_.add(record); });
}

}  // namespace greeninfer::account
