#include "testing/simulated_fleet.hpp"

#include <algorithm>
#include <cmath>
#include <string>

#include "fleet/placed_prompt.hpp"
#include "testing/simulated_grid.hpp"

namespace greeninfer::testing {

namespace {

constexpr double kDownSeconds = 8;
constexpr double kGroupSkew = 0.8;
constexpr double kExploration = fleet::StrategySettings().exploration;
constexpr double kPatienceSeconds = 600;
constexpr double kPue = 1.15;

Moment moment_at(double seconds) {
    return Moment(std::chrono::hours(100)) + std::chrono::nanoseconds(std::llround(seconds * 1e9));
}

// What the rates of the simulated engine come to, as an operator would configure them.
energy::EnergyProfile profile_of(const EngineRates& rates) {
    const double reading_joules = rates.seconds_per_prompt_token * (rates.prefill_watts + rates.idle_watts);
    constexpr double kWritingJoules = 0.3;  // at a batch of about 16
    return energy::EnergyProfile::of(
        {.output_mwh_per_token = kWritingJoules / 3.6, .input_mwh_per_token = reading_joules / 3.6},
        Energy::joules(kWritingJoules));
}

// That one engine's cache holds.
std::size_t blocks_of(const FleetPlan& plan) {
    return plan.cached_prefixes * (plan.shared_tokens + plan.own_tokens) * 4 / fleet::kBlockBytes;
}

// With room for all that all of them hold.
std::size_t index_bytes_for(const FleetPlan& plan) {
    constexpr std::size_t kBytesPerBlock = 128;
    return plan.endpoints * blocks_of(plan) * kBytesPerBlock;
}

}  // namespace

struct SimulatedFleet::Server {
    std::size_t number = 0;
    std::shared_ptr<fleet::Endpoint> endpoint;
    std::unique_ptr<SimulatedEngine> engine;
    double counted_joules = 0;  // of the engine, up to the last look
};

struct SimulatedFleet::Sent {
    Server* server = nullptr;
    std::uint64_t group = 0;
    double arrived_at = 0, sent_at = 0;
    bool is_heard = false;  // its engine has told its first token
    std::optional<double> first_token_at = {};
    std::shared_ptr<fleet::PromptPrefix> prompt = {};
    double indexed_tokens = 0;
    std::unique_ptr<fleet::InFlight> in_flight = {};
    std::unique_ptr<fleet::PlacedPrompt> placed = {};
};

SimulatedFleet::SimulatedFleet(const FleetPlan& plan)
    : plan_(plan),
      arrivals_(plan.seed),
      chances_(plan.seed + 1),
      index_(std::make_shared<fleet::PrefixIndex>(index_bytes_for(plan), plan.seed)),
      profile_(profile_of({})) {
    std::vector<double> weights;
    const std::size_t groups = plan.endpoints * plan.groups_per_endpoint;
    for (std::size_t i = 0; i < groups; ++i) {
        weights.push_back(std::pow(static_cast<double>(i + 1), -kGroupSkew));
        fleet::TextBlocks blocks(fleet::root_of_texts(plan.seed, "m", std::to_string(i)), beginnings_.emplace_back());
        blocks.add(std::string(plan.shared_tokens * 4, 's'));
    }
    groups_ = std::discrete_distribution<std::uint64_t>(weights.begin(), weights.end());
    for (std::size_t i = 0; i < plan.endpoints; ++i) add_server(i);
    update_grid(0);
}

SimulatedFleet::~SimulatedFleet() = default;

std::unique_ptr<SimulatedEngine> SimulatedFleet::new_engine(std::size_t number) {
    return std::make_unique<SimulatedEngine>(rates_of(plan_), plan_.seed * 1000 + number);
}

void SimulatedFleet::add_server(std::size_t number) {
    const std::size_t zone = number % simulated_zones().size();
    auto endpoint = std::make_shared<fleet::Endpoint>();
    endpoint->name = "m@" + std::to_string(number);
    endpoint->place = {.zone = std::string(simulated_zones()[zone].zone), .zone_index = zone, .pue = kPue};
    endpoint->state = std::make_shared<fleet::EndpointState>();
    endpoint->state->origin = std::make_shared<const net::Origin>();
    endpoint->state->prefix = fleet::IndexedEndpoint::in(index_, blocks_of(plan_));
    endpoints_.push_back(endpoint);
    servers_.push_back(std::make_unique<Server>(number, std::move(endpoint), new_engine(number)));
}

double SimulatedFleet::utc_hour(double now_seconds) const {
    return std::fmod(plan_.first_hour + plan_.hours * now_seconds / plan_.seconds, 24);
}

void SimulatedFleet::update_grid(double now_seconds) {
    const double half_hour = std::floor(utc_hour(now_seconds) * 2);
    if (half_hour == grid_half_hour_) return;
    charge_fleet(now_seconds);
    grid_half_hour_ = half_hour;
    grid_ = std::make_shared<const grid::Snapshot>(simulated_grid_at(half_hour / 2, moment_at(now_seconds)));
}

// What engines took since the last time, at the intensities since then.
void SimulatedFleet::charge_fleet(double now_seconds) {
    for (const auto& server : servers_) {
        const double joules = server->engine->counted_joules() - server->counted_joules;
        server->counted_joules += joules;
        if (!counts(now_seconds)) continue;
        const std::size_t zone = server->endpoint->place.zone_index;
        outcome_.fleet_grams += joules / 3.6e6 * kPue * simulated_grams_per_kwh(zone, grid_half_hour_ / 2);
    }
}

std::shared_ptr<fleet::PromptPrefix> SimulatedFleet::prompt_of(std::uint64_t group, std::uint64_t request) const {
    auto prompt = std::make_shared<fleet::PromptPrefix>();
    prompt->index = index_;
    prompt->blocks = beginnings_[group];
    fleet::TextBlocks blocks(prompt->blocks.empty() ? group + 1 : prompt->blocks.back(), prompt->blocks);
    std::string own = std::to_string(request);
    own.resize(plan_.own_tokens * 4, 'o');
    blocks.add(own);
    return prompt;
}

fleet::StrategyView SimulatedFleet::strategy_view(fleet::PromptPrefix& prompt, double now_seconds) {
    const bool explores = std::bernoulli_distribution(kExploration)(chances_);
    fleet::StrategyView view{.strategy = plan_.strategy,
                             .expected_work = {.prompt_tokens = plan_.shared_tokens + plan_.own_tokens,
                                               .output_tokens = plan_.output_tokens},
                             .profile = &profile_};
    if (plan_.strategy != fleet::Strategy::kv_aware) return view;
    index_->match(prompt.blocks, moment_at(now_seconds), prompt.match);
    view.match = &prompt.match;
    view.explores = explores;
    return view;
}

// As pipeline/dispatch.cpp does it.
void SimulatedFleet::send(std::uint64_t group, double arrived_at, double now_seconds) {
    const Moment now = moment_at(now_seconds);
    auto prompt = prompt_of(group, sent_.size());
    const fleet::StrategyView view = strategy_view(*prompt, now_seconds);
    const fleet::GreenView green{plan_.green, *grid_, std::chrono::hours(2), profile_, view.expected_work};
    const auto chosen =
        fleet::choose_endpoint(endpoints_, {}, turn_++, now, breaker_, plan_.is_green ? &green : nullptr, view);
    if (!chosen) {
        if (counts(arrived_at)) ++outcome_.unanswered;
        return;
    }
    auto sent = std::make_unique<Sent>();
    const auto number = std::ranges::find(endpoints_, chosen->endpoint) - endpoints_.begin();
    sent->server = servers_[static_cast<std::size_t>(number)].get();
    sent->group = group;
    sent->arrived_at = arrived_at;
    sent->sent_at = now_seconds;
    sent->in_flight = std::make_unique<fleet::InFlight>(*chosen->endpoint);
    if (const auto& weighed = chosen->weighed) sent->indexed_tokens = weighed->indexed_tokens;
    if (const auto& reading = chosen->reading) {
        sent->placed = std::make_unique<fleet::PlacedPrompt>(
            *chosen->endpoint, plan_.strategy == fleet::Strategy::kv_aware ? prompt : nullptr, reading->missed_tokens,
            now, fleet::Seconds(reading->first_token_seconds));
    }
    sent->prompt = std::move(prompt);
    sent->server->engine->send({.id = sent_.size(),
                                .prompt_tokens = view.expected_work.prompt_tokens,
                                .output_tokens = view.expected_work.output_tokens,
                                .prefix = group,
                                .prefix_tokens = plan_.shared_tokens});
    sent_.push_back(std::move(sent));
    ++in_flight_;
}

void SimulatedFleet::on_token(std::uint64_t id, double now_seconds) {
    Sent& sent = *sent_[id];
    if (sent.is_heard) return;
    sent.is_heard = true;
    events_.push({now_seconds, id, false, {}});
}

void SimulatedFleet::on_end(std::uint64_t id, double now_seconds, const energy::TokenWork& usage, double true_joules) {
    const Sent& sent = *sent_[id];
    if (counts(sent.arrived_at)) {
        const std::size_t zone = sent.server->endpoint->place.zone_index;
        outcome_.joules += true_joules;
        outcome_.grams += true_joules / 3.6e6 * kPue * simulated_grams_per_kwh(zone, utc_hour(now_seconds));
    }
    // One that was killed costs what it cost; the gateway learns nothing from it.
    if (usage.output_tokens == plan_.output_tokens) events_.push({now_seconds, id, true, usage});
}

void SimulatedFleet::see(const Event& event) {
    if (!sent_[event.id]) return;  // Its engine died before it could tell.
    Sent& sent = *sent_[event.id];
    if (!event.is_end) {
        sent.first_token_at = event.at_seconds;
        if (sent.placed) sent.placed->has_read(moment_at(event.at_seconds));
        if (counts(sent.arrived_at)) outcome_.first_token_seconds.push_back(event.at_seconds - sent.arrived_at);
        return;
    }
    learn(sent, event.usage, event.at_seconds);
    if (counts(sent.arrived_at)) {
        ++outcome_.answered;
        outcome_.prompt_tokens += static_cast<double>(event.usage.prompt_tokens);
        outcome_.cached_tokens += static_cast<double>(event.usage.cached_tokens);
    }
    sent_[event.id] = nullptr;
    --in_flight_;
}

// As pipeline/placement_learning.cpp does it, of a stream whose usage is reported.
void SimulatedFleet::learn(const Sent& sent, const energy::TokenWork& usage, double now_seconds) {
    fleet::EndpointState& state = *sent.server->endpoint->state;
    const auto cached = static_cast<double>(usage.cached_tokens);
    const auto prompt = static_cast<double>(usage.prompt_tokens);
    const double began_at = sent.first_token_at.value_or(now_seconds);
    const fleet::Seconds began_after(began_at - sent.sent_at);
    state.latency.record(std::chrono::duration_cast<std::chrono::nanoseconds>(began_after), moment_at(now_seconds));
    state.pace.record_service(fleet::Seconds(now_seconds - sent.sent_at));
    state.pace.record_first_token((sent.placed ? sent.placed->tokens_ahead() : 0) + prompt - cached, began_after);
    state.pace.record_output(static_cast<double>(usage.output_tokens) - 1, fleet::Seconds(now_seconds - began_at));
    if (!sent.placed || plan_.strategy != fleet::Strategy::kv_aware) return;
    if (!state.cache_trust.record(sent.indexed_tokens, cached, prompt)) return;
    index_->clear(state.prefix->number());
    index_->confirm(state.prefix->number(), sent.prompt->blocks, moment_at(now_seconds));
}

void SimulatedFleet::advance(double until_seconds) {
    for (const auto& server : servers_) server->engine->run_until(until_seconds, *this);
    while (!events_.empty() && events_.top().at_seconds <= until_seconds) {
        see(events_.top());
        events_.pop();
    }
}

// The one that is busiest, which hurts most.
void SimulatedFleet::kill_and_revive(double now_seconds) {
    if (down_until_ >= 0 && now_seconds >= down_until_) {
        for (const auto& server : servers_) server->endpoint->state->healthy = true;
        down_until_ = -1;
    }
    const double every = (plan_.seconds - plan_.warm_up_seconds) / static_cast<double>(plan_.deaths + 1);
    const double next = plan_.warm_up_seconds + every * static_cast<double>(next_death_ + 1);
    if (next_death_ >= plan_.deaths || now_seconds < next) return;
    ++next_death_;
    down_until_ = now_seconds + kDownSeconds;
    const auto busiest = std::ranges::max_element(
        servers_, {}, [](const auto& server) { return server->endpoint->state->in_flight.load(); });
    kill(**busiest, now_seconds);
}

void SimulatedFleet::kill(Server& server, double now_seconds) {
    server.endpoint->state->healthy = false;
    std::vector<std::unique_ptr<Sent>> lost;
    for (std::uint64_t id = 0; id < sent_.size(); ++id) {
        if (!sent_[id] || sent_[id]->server != &server) continue;
        server.engine->cancel(id, *this);
        lost.push_back(std::move(sent_[id]));
        --in_flight_;
    }
    server.engine = new_engine(server.number + 500 * next_death_);
    server.engine->run_until(now_seconds, *this);
    server.counted_joules = server.engine->counted_joules();
    for (const auto& sent : lost) {
        // An answer that has begun cannot be given again.
        if (counts(sent->arrived_at)) ++(sent->first_token_at ? outcome_.broken_off : outcome_.sent_again);
        if (sent->first_token_at) continue;
        const std::uint64_t group = sent->group;
        sent->placed.reset();
        sent->in_flight.reset();
        send(group, sent->arrived_at, now_seconds);
    }
}

FleetOutcome SimulatedFleet::run() {
    std::exponential_distribution<double> gap(plan_.load * requests_per_second_at_most(plan_));
    for (double now = gap(arrivals_); now < plan_.seconds; now += gap(arrivals_)) {
        advance(now);
        update_grid(now);
        kill_and_revive(now);
        send(groups_(arrivals_), now, now);
    }
    charge_fleet(plan_.seconds);
    for (double now = plan_.seconds; in_flight_ > 0 && now < plan_.seconds + kPatienceSeconds; now += 1) advance(now);
    outcome_.unanswered += in_flight_;
    return std::move(outcome_);
}

}  // namespace greeninfer::testing
