#include "energy/attempt_account.hpp"

#include <algorithm>
#include <cmath>

namespace greeninfer::energy {

namespace {

double seconds_between(Moment from, Moment until) {
    return std::max(0.0, std::chrono::duration<double>(until - from).count());
}

// Tokens of the whole answer less those that closed windows had, by pieces where it streamed.
double output_since(const TokenWork& reported, std::uint64_t pieces, std::uint64_t pieces_counted,
                    double tokens_counted) {
    const auto all = static_cast<double>(reported.output_tokens);
    if (pieces == 0) return std::max(0.0, all - tokens_counted);
    return all * (static_cast<double>(pieces - pieces_counted) / static_cast<double>(pieces));
}

double ratio(double now_known, double guessed) {
    return guessed > 0 ? now_known / guessed : 1;
}

}  // namespace

Work AttemptAccount::uncounted(std::uint64_t pieces, const SharedTime& now, const UsageHabits& habits) const {
    if (discarded) return {};
    Work work = tokens_since(pieces, now, habits);
    const std::uint64_t prompt_tokens = reported ? reported->prompt_tokens : expected_prompt_tokens;
    const double middle = counted.output_tokens + work.output_tokens / 2;  // of what was written in this window
    work.looked_back = work.output_tokens * (static_cast<double>(prompt_tokens) + middle);
    const SharedTime& until = reported ? ended : now;
    work.shared_seconds = std::max(0.0, until.shared_seconds - counted_until.shared_seconds);
    const double seconds = seconds_between(counted_until.moment, until.moment);
    if (seconds > 0) work.shared_steps = work.output_tokens * work.shared_seconds / seconds;
    return work;
}

Work AttemptAccount::tokens_since(std::uint64_t pieces, const SharedTime& now, const UsageHabits& habits) const {
    Work work;
    if (reported) {
        if (!prompt_counted) work.prompt_tokens = static_cast<double>(reported->uncached_tokens());
        work.output_tokens = output_since(*reported, pieces, pieces_counted, counted.output_tokens);
        return work;
    }
    const bool reading_is_over = pieces > 0 || !booking.streamed;
    if (!prompt_counted && reading_is_over)
        work.prompt_tokens = static_cast<double>(expected_prompt_tokens) * habits.uncached_share();
    work.output_tokens = booking.streamed
                             ? static_cast<double>(pieces - pieces_counted) * habits.tokens_per_piece()
                             : habits.tokens_per_second() * seconds_between(counted_until.moment, now.moment);
    return work;
}

void AttemptAccount::count(const Work& work, const WorkEnergy& energy, std::uint64_t pieces, const SharedTime& now) {
    counted += work;
    given.prompt_joules += energy.prompt_joules;
    given.output_joules += energy.output_joules;
    given.time_joules += energy.time_joules;
    prompt_counted = prompt_counted || work.prompt_tokens > 0;
    pieces_counted = pieces;
    counted_until = now;
}

double AttemptAccount::corrected_joules(const TokenWork& in_all, const Work& last) const {
    const auto prompt = static_cast<double>(in_all.uncached_tokens());
    const double output = static_cast<double>(in_all.output_tokens) - last.output_tokens;
    return given.prompt_joules * ratio(prompt, counted.prompt_tokens) +
           given.output_joules * ratio(std::max(0.0, output), counted.output_tokens) + given.time_joules;
}

TokenWork completed(const TokenWork& reported, const AttemptAccount& account, std::uint64_t pieces, Moment now,
                    const UsageHabits& habits) {
    TokenWork work = reported;
    if (work.output_tokens == 0) {
        const double seen = account.booking.streamed
                                ? static_cast<double>(pieces) * habits.tokens_per_piece()
                                : habits.tokens_per_second() * seconds_between(account.begun.moment, now);
        work.output_tokens = static_cast<std::uint64_t>(std::llround(seen));
    }
    if (work.prompt_tokens == 0) {
        work.prompt_tokens = account.expected_prompt_tokens;
        const double cached = static_cast<double>(work.prompt_tokens) * (1 - habits.uncached_share());
        if (work.cached_tokens == 0) work.cached_tokens = static_cast<std::uint64_t>(std::max(0.0, cached));
    }
    return work;
}

}  // namespace greeninfer::energy
