#pragma once
// Many simulated engines in several regions behind the gateway's own choice of endpoints, in simulated time: what a
// strategy does to hit share, first tokens, joules and grams, with the truth of all of them known.
//
// The choice, the index, the paces and the trust are the real ones; engines, clients and the grid are not. Clients come
// at random (Poisson) and share beginnings by group, some groups far more than others (Zipf). An engine may die: its
// requests are sent again elsewhere, and it comes back with an empty cache. One thread.
#include <cstdint>
#include <map>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "fleet/endpoint_choice.hpp"
#include "fleet/placed_prompt.hpp"
#include "testing/simulated_engine.hpp"

namespace greeninfer::testing {

struct FleetPlan {
    std::size_t endpoints = 16;  // spread evenly over the regions
    fleet::Strategy strategy = fleet::Strategy::kv_aware;
    bool is_green = false;
    fleet::GreenSettings green = {.enabled = true,
                                  .priority = fleet::GreenPriority::low_carbon,
                                  .threshold_gco2 = {},
                                  .max_added_latency = std::chrono::milliseconds(150)};
    double requests_per_second = 20;
    double seconds = 60;
    std::size_t groups = 150;
    std::uint64_t shared_tokens = 6000;
    std::uint64_t own_tokens = 200;
    std::uint64_t output_tokens = 100;
    std::size_t cached_prefixes = 12;  // that fit into one engine's cache
    std::size_t deaths = 0;            // evenly over the time
    double hour_of_day = 12;           // at the beginning; a tenth of a second stands for a minute
    std::uint64_t seed = 1;
};

struct FleetOutcome {
    std::size_t answered = 0;
    std::size_t sent_again = 0;
    std::size_t unanswered = 0;  // no endpoint could take it
    double prompt_tokens = 0;
    double cached_tokens = 0;
    double joules = 0;  // of the requests, IT
    double grams = 0;
    double saved_tokens_estimated = 0;  // as the gateway would count them
    std::vector<double> first_token_seconds;

    double hit_share() const { return prompt_tokens > 0 ? cached_tokens / prompt_tokens : 0; }
    // Of the sorted times; 0 without any.
    double first_token_at(double quantile) const;
};

class SimulatedFleet final : private EngineListener {
public:
    explicit SimulatedFleet(const FleetPlan& plan);
    ~SimulatedFleet() override;
    FleetOutcome run();

    // The regions of all trials, with the yearly intensities of their zones (grid/zone_table.hpp).
    static const std::vector<std::string>& zones();

private:
    struct Server;
    struct Sent;

    void on_token(std::uint64_t id, double now_seconds) override;
    void on_end(std::uint64_t id, double now_seconds, const energy::TokenWork& usage, double true_joules) override;

    void add_server(std::size_t number);
    void arrive(double now_seconds);
    bool send(std::uint64_t group, std::uint64_t request, double arrived_at, double now_seconds);
    void advance(double until_seconds);
    void kill_and_revive(double now_seconds);
    void update_grid(double now_seconds);
    double grams_per_kwh(std::size_t zone, double now_seconds) const;
    std::shared_ptr<fleet::PromptPrefix> prompt_of(std::uint64_t group, std::uint64_t request) const;

    const FleetPlan plan_;
    std::mt19937_64 random_;
    std::discrete_distribution<std::uint64_t> groups_;
    std::shared_ptr<fleet::PrefixIndex> index_;
    energy::EnergyProfile profile_;
    net::BreakerSettings breaker_;
    std::shared_ptr<const grid::Snapshot> grid_;
    std::vector<std::unique_ptr<Server>> servers_;
    fleet::Endpoints endpoints_;
    std::map<std::uint64_t, std::unique_ptr<Sent>> sent_;
    FleetOutcome outcome_;
    std::uint64_t next_id_ = 1;
    std::uint64_t turn_ = 0;
    std::size_t next_death_ = 0;
    double down_until_ = -1;
};

}  // namespace greeninfer::testing
