#pragma once
// Many simulated engines in several regions behind the gateway's own choice of endpoints, in simulated time: what a
// strategy does to hit share, first tokens, joules and grams, with the truth of all of them known.
//
// The choice, the index, the paces and the trust are the real ones, and learn what the pipeline would tell them when it
// would; engines, clients and the grid are not. Clients come at random (Poisson) and share beginnings by group, some
// groups far more than others (Zipf). An engine may die: its requests are sent again elsewhere, and it comes back with
// an empty cache that nobody is told of. The way to a region takes no time. One thread.
#include <cstdint>
#include <memory>
#include <queue>
#include <random>
#include <vector>

#include "fleet/endpoint_choice.hpp"
#include "testing/fleet_plan.hpp"
#include "testing/simulated_engine.hpp"

namespace greeninfer::testing {

class SimulatedFleet final : private EngineListener {
public:
    explicit SimulatedFleet(const FleetPlan& plan);
    ~SimulatedFleet() override;
    FleetOutcome run();

private:
    struct Server;
    struct Sent;
    // What an engine did, which the gateway sees at its time: an engine's last step may end a little later than now.
    struct Event {
        double at_seconds;
        std::uint64_t id;
        bool is_end;
        energy::TokenWork usage;

        bool operator>(const Event& other) const { return at_seconds > other.at_seconds; }
    };

    void on_token(std::uint64_t id, double now_seconds) override;
    void on_end(std::uint64_t id, double now_seconds, const energy::TokenWork& usage, double true_joules) override;

    void add_server(std::size_t number);
    std::unique_ptr<SimulatedEngine> new_engine(std::size_t number);
    fleet::StrategyView strategy_view(fleet::PromptPrefix& prompt, double now_seconds);
    std::shared_ptr<fleet::PromptPrefix> prompt_of(std::uint64_t group, std::uint64_t request) const;
    void send(std::uint64_t group, double arrived_at, double now_seconds);
    void advance(double until_seconds);
    void see(const Event& event);
    void learn(const Sent& sent, const energy::TokenWork& usage, double now_seconds);
    void kill_and_revive(double now_seconds);
    void kill(Server& server, double now_seconds);
    void update_grid(double now_seconds);
    void charge_fleet(double now_seconds);
    double utc_hour(double now_seconds) const;
    bool counts(double arrived_at) const { return arrived_at >= plan_.warm_up_seconds; }

    const FleetPlan plan_;
    std::mt19937_64 arrivals_, chances_;
    std::discrete_distribution<std::uint64_t> groups_;
    std::shared_ptr<fleet::PrefixIndex> index_;
    std::vector<std::vector<fleet::BlockHash>> beginnings_;  // of each group
    energy::EnergyProfile profile_;
    net::BreakerSettings breaker_;
    std::shared_ptr<const grid::Snapshot> grid_;
    double grid_half_hour_ = -1;
    std::vector<std::unique_ptr<Server>> servers_;
    fleet::Endpoints endpoints_;
    std::vector<std::unique_ptr<Sent>> sent_;  // by id; null: ended
    std::size_t in_flight_ = 0;
    std::priority_queue<Event, std::vector<Event>, std::greater<>> events_;
    FleetOutcome outcome_;
    std::uint64_t turn_ = 0;
    std::size_t next_death_ = 0;
    double down_until_ = -1;
};

}  // namespace greeninfer::testing
