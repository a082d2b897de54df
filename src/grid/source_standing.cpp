#include "grid/source_standing.hpp"

#include <algorithm>

#include "grid/plausibility.hpp"

namespace greeninfer::grid {

namespace {

using std::chrono::nanoseconds;

nanoseconds scaled(nanoseconds time, double least, double most, Random& random) {
    const double factor = std::uniform_real_distribution<double>(least, most)(random);
    return std::chrono::duration_cast<nanoseconds>(time * factor);
}

}  // namespace

void SourceStanding::succeeded(ZoneAnswer fresh, Moment now, std::chrono::milliseconds refresh, Random& random) {
    fresh.reading.fetched_at = now;
    answer = std::move(fresh);
    failures = 0;
    ask_at = now + scaled(refresh, 0.9, 1.1, random);
}

void SourceStanding::failed(SourceError error, Moment now, std::chrono::milliseconds refresh, Random& random) {
    trouble = std::move(error);
    ++failures;
    constexpr std::size_t kDoublingsMax = 20;
    const nanoseconds doubled = kFirstRetryDelay * (std::int64_t{1} << std::min(failures - 1, kDoublingsMax));
    nanoseconds delay = scaled(std::min<nanoseconds>(doubled, refresh), 0.8, 1.2, random);
    if (key_is_bad()) delay = std::max<nanoseconds>(delay, std::max<nanoseconds>(refresh, kBadKeyDelay));
    const auto asked_for = trouble.retry_after.value_or(std::chrono::seconds(0));
    ask_at = now + std::max<nanoseconds>(delay, std::min<nanoseconds>(asked_for, kLongestRetryAfter));
}

Moment stale_at(const Reading& fetched, std::chrono::milliseconds stale_after) {
    const Moment valid_since = fetched.fetched_at.value_or(Moment()) - fetched.age_when_fetched;
    return valid_since + stale_after + usual_delay(fetched.source);
}

const ZoneAnswer* SourceStanding::usable(const Signal& signal, Moment now,
                                         std::chrono::milliseconds stale_after) const {
    if (!answer || answer->reading.signal != signal) return nullptr;
    return now < stale_at(answer->reading, stale_after) ? &*answer : nullptr;
}

}  // namespace greeninfer::grid
