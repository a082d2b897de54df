#include "testing/simulated_fleet.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "grid/zone_table.hpp"

namespace greeninfer::testing {

namespace {

// The mean of two single days of ERCOT (23 November 2024, 8 October 2025), each over its own mean, by local hour. Two
// sample days and no average profile: they give a trial the size of a day's swing, and nothing else.
constexpr std::array<double, 24> kHourlyShape = {1.124, 1.125, 1.127, 1.131, 1.178, 1.228, 1.285, 1.218,
                                                 0.923, 0.754, 0.739, 0.736, 0.748, 0.741, 0.744, 0.751,
                                                 0.909, 1.113, 1.141, 1.119, 1.082, 1.041, 1.046, 0.999};
constexpr double kHoursPerSecond = 1.0 / 6;  // a tenth of a second stands for a minute
constexpr double kDownSeconds = 8;
constexpr double kGroupSkew = 0.8;

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

}  // namespace

struct SimulatedFleet::Server {
    std::shared_ptr<fleet::Endpoint> endpoint;
    std::unique_ptr<SimulatedEngine> engine;
};

struct SimulatedFleet::Sent {
    std::size_t server = 0;
    std::uint64_t group = 0, request = 0;
    double arrived_at = 0, sent_at = 0;
    std::optional<double> first_token_at = {};
    std::optional<fleet::WeighedEndpoints> weighed = {};
    std::unique_ptr<fleet::InFlight> in_flight = {};
    std::unique_ptr<fleet::PlacedPrompt> placed = {};
};

double FleetOutcome::first_token_at(double quantile) const {
    if (first_token_seconds.empty()) return 0;
    std::vector<double> sorted = first_token_seconds;
    std::ranges::sort(sorted);
    return sorted[static_cast<std::size_t>(quantile * static_cast<double>(sorted.size() - 1))];
}

const std::vector<std::string>& SimulatedFleet::zones() {
    static const std::vector<std::string> kZones = {"SE-SE3", "FR",    "CA-QC", "US-TEX-ERCO",
                                                    "DE",     "JP-TK", "IN-WE", "PL"};
    return kZones;
}

SimulatedFleet::SimulatedFleet(const FleetPlan& plan)
    : plan_(plan),
      random_(plan.seed),
      index_(std::make_shared<fleet::PrefixIndex>(256 * 1024 * 1024, plan.seed)),
      profile_(profile_of({})) {
    std::vector<double> weights;
    for (std::size_t i = 0; i < plan.groups; ++i) weights.push_back(std::pow(static_cast<double>(i + 1), -kGroupSkew));
    groups_ = std::discrete_distribution<std::uint64_t>(weights.begin(), weights.end());
    for (std::size_t i = 0; i < plan.endpoints; ++i) add_server(i);
    update_grid(0);
}

SimulatedFleet::~SimulatedFleet() = default;

void SimulatedFleet::add_server(std::size_t number) {
    auto server = std::make_unique<Server>();
    server->endpoint = std::make_shared<fleet::Endpoint>();
    fleet::Endpoint& endpoint = *server->endpoint;
    const std::size_t zone = number % zones().size();
    endpoint.name = "m@" + std::to_string(number);
    endpoint.place = {.zone = zones()[zone], .zone_index = zone, .pue = 1.15};
    endpoint.state = std::make_shared<fleet::EndpointState>();
    endpoint.state->origin = std::make_shared<const net::Origin>();
    const std::uint64_t tokens = plan_.cached_prefixes * (plan_.shared_tokens + plan_.own_tokens);
    endpoint.state->prefix = fleet::IndexedEndpoint::in(index_, tokens * 4 / fleet::kBlockBytes);
    EngineRates rates;
    rates.cached_prefixes = plan_.cached_prefixes;
    server->engine = std::make_unique<SimulatedEngine>(rates, plan_.seed + number);
    endpoints_.push_back(server->endpoint);
    servers_.push_back(std::move(server));
}

double SimulatedFleet::grams_per_kwh(std::size_t zone, double now_seconds) const {
    const double hour = std::fmod(plan_.hour_of_day + now_seconds * kHoursPerSecond, 24);
    return grid::find_zone(zones()[zone])->grams_per_kwh * kHourlyShape[static_cast<std::size_t>(hour)];
}

// Live readings of this hour, so that nine of ten differences of 22 % count.
void SimulatedFleet::update_grid(double now_seconds) {
    std::vector<grid::ZoneState> states;
    for (std::size_t zone = 0; zone < zones().size(); ++zone) {
        const grid::Reading reading{
            .intensity = CarbonIntensity::grams_per_kilowatt_hour(grams_per_kwh(zone, now_seconds)),
            .source = grid::Source::electricity_maps,
            .fetched_at = moment_at(now_seconds),
            .log_deviation = grid::kLiveLogDeviation};
        states.push_back({.zone = zones()[zone], .now = reading, .table = reading, .forecast = {}});
    }
    grid_ = std::make_shared<const grid::Snapshot>(std::move(states));
}

std::shared_ptr<fleet::PromptPrefix> SimulatedFleet::prompt_of(std::uint64_t group, std::uint64_t request) const {
    auto prefix = std::make_shared<fleet::PromptPrefix>();
    prefix->index = index_;
    fleet::TextBlocks blocks(fleet::root_of_texts(plan_.seed, "m", std::to_string(group)), prefix->blocks);
    blocks.add(std::string(plan_.shared_tokens * 4, 's'));
    std::string own = std::to_string(request);
    own.resize(plan_.own_tokens * 4, 'o');
    blocks.add(own);
    return prefix;
}

bool SimulatedFleet::send(std::uint64_t group, std::uint64_t request, double arrived_at, double now_seconds) {
    const Moment now = moment_at(now_seconds);
    const auto prefix = prompt_of(group, request);
    index_->match(prefix->blocks, now, prefix->match);
    const energy::TokenWork work{.prompt_tokens = plan_.shared_tokens + plan_.own_tokens,
                                 .output_tokens = plan_.output_tokens};
    const fleet::StrategyView view{
        .strategy = plan_.strategy,
        .match = &prefix->match,
        .expected_work = work,
        .profile = &profile_,
        .explores = std::bernoulli_distribution(0.01)(random_) && plan_.strategy == fleet::Strategy::kv_aware};
    const fleet::GreenView green{plan_.green, *grid_, std::chrono::hours(2), profile_, work};
    const auto chosen =
        fleet::choose_endpoint(endpoints_, {}, turn_++, now, breaker_, plan_.is_green ? &green : nullptr, view);
    if (!chosen) return false;
    const std::uint64_t id = next_id_++;
    auto sent = std::make_unique<Sent>();
    sent->server = static_cast<std::size_t>(std::ranges::find(endpoints_, chosen->endpoint) - endpoints_.begin());
    sent->group = group;
    sent->request = request;
    sent->arrived_at = arrived_at;
    sent->sent_at = now_seconds;
    sent->weighed = chosen->weighed;
    sent->in_flight = std::make_unique<fleet::InFlight>(*chosen->endpoint);
    if (chosen->weighed) {
        sent->placed =
            std::make_unique<fleet::PlacedPrompt>(*chosen->endpoint, prefix, chosen->weighed->shown[0].missed_tokens,
                                                  now, fleet::Seconds(chosen->weighed->shown[0].first_token_seconds));
    }
    servers_[sent->server]->engine->send({.id = id,
                                          .prompt_tokens = work.prompt_tokens,
                                          .output_tokens = work.output_tokens,
                                          .prefix = group,
                                          .prefix_tokens = plan_.shared_tokens});
    sent_.emplace(id, std::move(sent));
    return true;
}

void SimulatedFleet::on_token(std::uint64_t id, double now_seconds) {
    const auto found = sent_.find(id);
    if (found == sent_.end() || found->second->first_token_at) return;
    Sent& sent = *found->second;
    sent.first_token_at = now_seconds;
    outcome_.first_token_seconds.push_back(now_seconds - sent.arrived_at);
    fleet::EndpointState& state = *endpoints_[sent.server]->state;
    const fleet::Seconds took(now_seconds - sent.sent_at);
    state.latency.record(std::chrono::duration_cast<std::chrono::nanoseconds>(took), moment_at(now_seconds));
    if (!sent.placed) return;
    state.pace.record_first_token(sent.placed->tokens_to_read(), took);
    sent.placed->has_read(moment_at(now_seconds));
}

void SimulatedFleet::on_end(std::uint64_t id, double now_seconds, const energy::TokenWork& usage, double true_joules) {
    const auto found = sent_.find(id);
    if (found == sent_.end()) return;
    Sent& sent = *found->second;
    const fleet::Endpoint& endpoint = *endpoints_[sent.server];
    outcome_.joules += true_joules;
    outcome_.grams += true_joules / 3.6e6 * endpoint.place.pue * grams_per_kwh(endpoint.place.zone_index, now_seconds);
    if (usage.output_tokens < plan_.output_tokens) return;  // It died: its energy counts, and it may be sent again.
    ++outcome_.answered;
    outcome_.prompt_tokens += static_cast<double>(usage.prompt_tokens);
    outcome_.cached_tokens += static_cast<double>(usage.cached_tokens);
    endpoint.state->pace.record_output(static_cast<double>(usage.output_tokens) - 1,
                                       fleet::Seconds(now_seconds - *sent.first_token_at));
    endpoint.state->pace.record_service(fleet::Seconds(now_seconds - sent.sent_at));
    if (sent.weighed) {
        outcome_.saved_tokens_estimated += static_cast<double>(usage.cached_tokens) - sent.weighed->mean_cached_tokens;
        const bool is_cold =
            endpoint.state->cache_trust.record(sent.weighed->indexed_tokens, static_cast<double>(usage.cached_tokens),
                                               static_cast<double>(usage.prompt_tokens));
        if (is_cold) index_->clear(endpoint.state->prefix->number());
    }
    sent_.erase(found);
}

void SimulatedFleet::advance(double until_seconds) {
    for (const auto& server : servers_) server->engine->run_until(until_seconds, *this);
}

// The one that is busiest, which hurts most; it is back with an empty cache that nobody is told of.
void SimulatedFleet::kill_and_revive(double now_seconds) {
    if (down_until_ >= 0 && now_seconds >= down_until_) {
        for (const auto& server : servers_) server->endpoint->state->healthy = true;
        down_until_ = -1;
    }
    const double every = plan_.seconds / static_cast<double>(plan_.deaths + 1);
    if (next_death_ >= plan_.deaths || now_seconds < every * static_cast<double>(next_death_ + 1)) return;
    ++next_death_;
    down_until_ = now_seconds + kDownSeconds;
    const auto busiest = std::ranges::max_element(
        servers_, {}, [](const auto& server) { return server->endpoint->state->in_flight.load(); });
    Server& server = **busiest;
    server.endpoint->state->healthy = false;
    std::vector<std::unique_ptr<Sent>> lost;
    const auto number = static_cast<std::size_t>(busiest - servers_.begin());
    for (auto& [id, sent] : sent_) {
        if (sent->server != number) continue;
        server.engine->cancel(id, *this);
        lost.push_back(std::move(sent));
    }
    std::erase_if(sent_, [](const auto& entry) { return entry.second == nullptr; });
    EngineRates rates;
    rates.cached_prefixes = plan_.cached_prefixes;
    server.engine = std::make_unique<SimulatedEngine>(rates, plan_.seed + 1000 + next_death_);
    server.engine->run_until(now_seconds, *this);
    for (const auto& sent : lost) {
        if (sent->first_token_at) continue;  // Its answer has begun, so it cannot be given again.
        ++outcome_.sent_again;
        if (!send(sent->group, sent->request, sent->arrived_at, now_seconds)) ++outcome_.unanswered;
    }
}

void SimulatedFleet::arrive(double now_seconds) {
    if (!send(groups_(random_), turn_, now_seconds, now_seconds)) ++outcome_.unanswered;
}

FleetOutcome SimulatedFleet::run() {
    std::exponential_distribution<double> gap(plan_.requests_per_second);
    for (double now = gap(random_); now < plan_.seconds; now += gap(random_)) {
        advance(now);
        update_grid(now);
        kill_and_revive(now);
        arrive(now);
    }
    constexpr double kPatienceSeconds = 600;
    for (double now = plan_.seconds; !sent_.empty() && now < plan_.seconds + kPatienceSeconds; now += 1) advance(now);
    return std::move(outcome_);
}

}  // namespace greeninfer::testing
