#include <algorithm>
#include <array>

#include "optimizer/lock_rules.hpp"

namespace greeninfer::optimizer {

namespace {

constexpr auto kModals = std::to_array<std::string_view>(
    {"allowed", "can", "could", "mandatory", "may", "might", "must", "needs", "optional", "optionally", "ought",
     "permitted", "required", "requires", "shall", "should", "supposed", "will", "would"});
static_assert(std::ranges::is_sorted(kModals));

constexpr auto kOwnWish = std::to_array<std::string_view>({"i'd", "i'll", "it'd", "it'll", "that'd", "you'd"});
static_assert(std::ranges::is_sorted(kOwnWish));

bool is_modal(std::string_view normal) {
    if (is_in(kModals, normal)) return true;
    return (normal.ends_with("'ll") || normal.ends_with("'d")) && !is_in(kOwnWish, normal);
}

// "has to", "need to": both words.
bool is_duty(const Reading& reading, std::size_t at) {
    if (reading.normal(at + 1) != "to") return false;
    const std::string_view verb = reading.normal(at);
    return verb == "have" || verb == "has" || verb == "had" || verb == "need";
}

// "Are you able to speak French?"
bool asks_ability(const Reading& reading, std::size_t at) {
    return reading.normal(at) == "able" && reading.normal(at + 1) == "to";
}

bool is_permission(const Reading& reading, std::size_t at) {
    return reading.normal(at) == "can" && reading.normal(at + 1) == "i";
}

// "Should I tell my boss": neither who nor what may go.
bool asks_advice(const Reading& reading, std::size_t at) {
    return (reading.normal(at) == "should" || reading.normal(at) == "must") && reading.normal(at + 1) == "i";
}

}  // namespace

void lock_modals(const Reading& reading, std::span<const std::uint8_t> in_courtesy, Locks locks) {
    for (std::size_t at = 0; at < reading.size(); ++at) {
        if (is_permission(reading, at)) {
            lock(locks, at, Lock::modal);
            lock(locks, at + 1, Lock::modal);
        }
        if (in_courtesy[at] != 0) continue;
        if (asks_advice(reading, at)) {
            lock(locks, at + 1, Lock::modal);
            lock(locks, at + 2, Lock::modal);
        }
        if (is_modal(reading.normal(at)) || asks_ability(reading, at)) lock(locks, at, Lock::modal);
        if (is_duty(reading, at)) {
            lock(locks, at, Lock::modal);
            lock(locks, at + 1, Lock::modal);
        }
    }
}

}  // namespace greeninfer::optimizer
