#include "testing/ledger_trial.hpp"

#include <algorithm>
#include <cmath>
#include <random>
#include <unordered_map>
#include <utility>

#include "energy/window_ledger.hpp"
#include "testing/simulated_engine.hpp"
#include "testing/trial_score.hpp"

namespace greeninfer::testing {

namespace {

using energy::WindowLedger;

// Lengths have long tails, as those of chats do: the logarithm is normal with these deviations.
constexpr double kMedianPrompt = 400;
constexpr double kPromptDeviation = 1.0;
constexpr double kMedianAnswer = 200;
constexpr double kAnswerDeviation = 0.8;
constexpr double kGuessDeviation = 0.15;  // of the gateway's count of a prompt
constexpr double kWholeShare = 0.1;
constexpr double kCancelledShare = 0.03;
constexpr double kMeterLagSeconds = 0.1;  // NVML renews its counter some ten to fifty times a second

Moment at(double seconds) {
    return Moment() + std::chrono::duration_cast<Moment::duration>(std::chrono::duration<double>(seconds));
}

class Trial final : private EngineListener {
public:
    explicit Trial(const TrialSettings& settings)
        : settings_(settings), random_(settings.seed), engine_({}, settings.seed), ledger_({.idle = settings.idle}) {
        ledger_.lose(Moment());
    }

    TrialResult run() {
        for (double until = settings_.window_seconds; until <= settings_.seconds; until += settings_.window_seconds)
            run_window(until);
        TrialResult result = score_.result(settings_.seconds);
        result.conserved = conserved_;
        return result;
    }

private:
    struct Attempt {
        std::optional<WindowLedger::Ticket> ticket;
        bool streamed = true;
        std::uint64_t prompt_tokens = 0;
        std::uint64_t written = 0;
        std::uint64_t leaves_at = UINT64_MAX;  // tokens

        bool leaves() const { return written >= leaves_at; }
    };

    void run_window(double until_seconds) {
        for (; next_arrival_seconds_ < until_seconds; next_arrival_seconds_ += pause_seconds()) {
            engine_.run_until(next_arrival_seconds_, *this);
            cancel_those_who_leave();
            arrive();
        }
        engine_.run_until(until_seconds - kMeterLagSeconds, *this);
        const double counted_joules = engine_.counted_joules();
        engine_.run_until(until_seconds, *this);
        cancel_those_who_leave();
        close_window(counted_joules);
    }

    // Arrivals times the time of an answer are those present (Little's law); the prompts of the others that are read in
    // the meantime slow an answer down.
    double pause_seconds() {
        const EngineRates rates;
        const double answer_tokens = kMedianAnswer * std::exp(kAnswerDeviation * kAnswerDeviation / 2);
        const double prompt_tokens = kMedianPrompt * std::exp(kPromptDeviation * kPromptDeviation / 2);
        const double sequence_seconds = rates.seconds_per_sequence + prompt_tokens * rates.seconds_per_context_token;
        const double answer_seconds = answer_tokens * (rates.step_seconds + settings_.occupancy * sequence_seconds) +
                                      settings_.occupancy * prompt_tokens * rates.seconds_per_prompt_token;
        return std::exponential_distribution<double>(settings_.occupancy / answer_seconds)(random_);
    }

    std::uint64_t length(double median, double deviation, std::uint64_t most) {
        const double drawn = std::lognormal_distribution<double>(std::log(median), deviation)(random_);
        return std::clamp<std::uint64_t>(static_cast<std::uint64_t>(drawn), 2, most);
    }

    bool chance(double share) { return std::uniform_real_distribution<double>()(random_) < share; }

    void arrive() {
        const std::uint64_t id = next_id_++;
        const double now_seconds = engine_.now_seconds();
        const SimulatedRequest request{.id = id,
                                       .prompt_tokens = length(kMedianPrompt, kPromptDeviation, 16'000),
                                       .output_tokens = length(kMedianAnswer, kAnswerDeviation, 4'000),
                                       .prefix = random_() % 300,
                                       .prefix_tokens = chance(0.5) ? 200U : 0U};
        Attempt& attempt = attempts_[id];
        attempt.prompt_tokens = request.prompt_tokens;
        attempt.streamed = !chance(kWholeShare);
        if (chance(kCancelledShare)) attempt.leaves_at = request.output_tokens / 2;
        const std::uint64_t guess = length(static_cast<double>(request.prompt_tokens), kGuessDeviation, 32'000);
        attempt.ticket = ledger_.begin({.zone_index = id, .streamed = attempt.streamed}, guess, at(now_seconds));
        score_.begin(id, now_seconds, now_seconds >= settings_.warm_up_seconds);
        engine_.send(request);
    }

    void on_token(std::uint64_t id, double) override {
        Attempt& attempt = attempts_.at(id);
        score_.add_tokens(id, attempt.written == 0 ? attempt.prompt_tokens + 1 : 1);
        ++attempt.written;
        if (attempt.streamed && attempt.ticket) attempt.ticket->add_output(1);
        if (attempt.leaves()) leaving_.push_back(id);
    }

    void on_end(std::uint64_t id, double now_seconds, const energy::TokenWork& usage, double true_joules) override {
        Attempt& attempt = attempts_.at(id);
        std::optional<energy::Estimate> receipt;
        if (attempt.ticket && !attempt.leaves()) receipt = attempt.ticket->finish(usage, at(now_seconds));
        score_.end(id, now_seconds, true_joules, receipt);
        attempts_.erase(id);  // who has left heard no usage: its ticket dies
    }

    void cancel_those_who_leave() {
        for (const std::uint64_t id : std::exchange(leaving_, {}))
            if (attempts_.contains(id)) engine_.cancel(id, *this);
    }

    void close_window(double counted_joules) {
        const auto counted = static_cast<std::uint64_t>(std::llround(counted_joules * 1000)) * 1000;
        const std::uint64_t microjoules = counted - std::exchange(counted_, counted);
        const double now_seconds = engine_.now_seconds();
        const energy::ClosedWindow closed =
            ledger_.close({microjoules, at(std::exchange(window_began_seconds_, now_seconds)), at(now_seconds)});
        std::uint64_t sum = closed.unallocated_microjoules;
        for (const energy::Share& share : closed.shares) {
            sum += share.microjoules;
            score_.add_share(share.booking.zone_index, share.energy().as_joules());
        }
        conserved_ = conserved_ && sum == microjoules;
        score_.close_window(static_cast<double>(microjoules) * 1e-6, now_seconds);
    }

    const TrialSettings settings_;
    std::mt19937_64 random_;
    SimulatedEngine engine_;
    WindowLedger ledger_;
    TrialScore score_;
    std::unordered_map<std::uint64_t, Attempt> attempts_;
    std::vector<std::uint64_t> leaving_;
    std::uint64_t next_id_ = 0;
    double next_arrival_seconds_ = 0;
    double window_began_seconds_ = 0;
    std::uint64_t counted_ = 0;
    bool conserved_ = true;
};

}  // namespace

TrialResult run_ledger_trial(const TrialSettings& settings) {
    return Trial(settings).run();
}

}  // namespace greeninfer::testing
